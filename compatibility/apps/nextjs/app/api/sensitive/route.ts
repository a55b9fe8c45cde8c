import { auth, reverificationErrorResponse } from '@clerk/nextjs/server';

const policy = { level: 'first_factor', afterMinutes: 1 } as const;

/** An action that asks who sits there, unless that was proved within the last minute. */
export async function POST() {
  const { has, sessionClaims } = await auth();
  if (!has({ reverification: policy })) return reverificationErrorResponse(policy);
  return Response.json({ done: true, age: sessionClaims?.fva });
}
