import { readFileSync } from 'node:fs';
import { clerkMiddleware, getAuth } from '@clerk/express';
import express from 'express';

// A stock app on the published SDK: an API, and the page of a browser app (../react), whose settings come
// from the same environment.
const app = express();

app.get('/main.js', (_req, res) => {
  res.type('text/javascript').send(readFileSync(process.env.APP_BUNDLE, 'utf8'));
});

app.use(clerkMiddleware());

app.get('/api/example', (req, res) => {
  const { isAuthenticated, sessionClaims } = getAuth(req);
  if (!isAuthenticated) return res.status(401).json({ error: 'Sign in to see your claims.' });
  return res.json({ fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail });
});

app.get(['/', '/sign-up'], (req, res) => {
  // What the browser app is given by Vite, as far as it knows: no key is built into its bundle.
  const environment = JSON.stringify({
    VITE_CLERK_PUBLISHABLE_KEY: process.env.CLERK_PUBLISHABLE_KEY,
    VITE_CLERK_PROXY_URL: process.env.CLERK_PROXY_URL,
    VITE_CLERK_JS_URL: process.env.CLERK_JS_URL,
    VITE_CLERK_UI_URL: process.env.CLERK_UI_URL,
  });
  res.send(`<!doctype html>
<link rel="icon" href="data:,">
<p id="server-user">${getAuth(req).userId ?? 'signed out'}</p>
<div id="root"></div>
<script>const environment = ${environment};</script>
<script src="/main.js"></script>`);
});

const server = app.listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log(`Listening on port ${server.address().port}`),
);
