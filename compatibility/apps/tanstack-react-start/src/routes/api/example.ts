import { auth } from '@clerk/tanstack-react-start/server';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/api/example')({
  server: {
    handlers: {
      GET: async () => {
        const { isAuthenticated, sessionClaims } = await auth();
        if (!isAuthenticated) return Response.json({ error: 'Sign in to see your claims.' }, { status: 401 });
        return Response.json({ fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail });
      },
    },
  },
});
