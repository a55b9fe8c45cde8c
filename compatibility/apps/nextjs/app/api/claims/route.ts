import { auth } from '@clerk/nextjs/server';

/** All claims, of whoever asks. */
export async function GET() {
  return Response.json((await auth()).sessionClaims);
}
