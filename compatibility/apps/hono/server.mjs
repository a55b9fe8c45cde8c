import { clerkMiddleware, getAuth } from '@clerk/hono';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.use('*', clerkMiddleware());

app.get('/api/example', (c) => {
  const { isAuthenticated, sessionClaims } = getAuth(c);
  if (!isAuthenticated) return c.json({ error: 'Sign in to see your claims.' }, 401);
  return c.json({ fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail });
});

app.get('/', (c) =>
  c.html(`<!doctype html>
<link rel="icon" href="data:,">
<p id="server-user">${getAuth(c).userId ?? 'signed out'}</p>`),
);

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }, () =>
  console.log('Listening'),
);
