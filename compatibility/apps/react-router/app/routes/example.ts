import { getAuth } from '@clerk/react-router/server';
import type { LoaderFunctionArgs } from 'react-router';

export async function loader(args: LoaderFunctionArgs) {
  const { isAuthenticated, sessionClaims } = await getAuth(args);
  if (!isAuthenticated) return Response.json({ error: 'Sign in to see your claims.' }, { status: 401 });
  return Response.json({ fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail });
}
