import type { APIRoute } from 'astro';

export const GET: APIRoute = ({ locals }) => {
  const { isAuthenticated, sessionClaims } = locals.auth();
  if (!isAuthenticated) return Response.json({ error: 'Sign in to see your claims.' }, { status: 401 });
  return Response.json({ fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail });
};
