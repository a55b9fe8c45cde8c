import { auth } from '@bartleby/nextjs/server';

export default async function Home() {
  const { isAuthenticated, sessionClaims } = await auth();
  if (!isAuthenticated)
    return (
      <>
        <h1>Sign up, then come back here</h1>
        <p>This page shows the claims of your session token.</p>
      </>
    );
  return (
    <>
      <h1>Your session claims</h1>
      <pre>{JSON.stringify(sessionClaims, null, 2)}</pre>
      <p>
        The same, read in a route handler: <a href="/api/example">App Router</a>,{' '}
        <a href="/api/example-pages">Pages Router</a>.
      </p>
    </>
  );
}
