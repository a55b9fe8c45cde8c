import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signJwt, tokenCategories } from '@bartleby/session-token';
import { createNodeSigner, generateSigningKey, type SigningKey } from '@bartleby/session-token/node';
import express, { type Express } from 'express';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bartlebyMiddleware, clerkMiddleware, getAuth, refreshSessionCookie, requireAuth } from './index.ts';

const KEY_HOST = 'app.localhost:1853';
const servers: Server[] = [];
let key: SigningKey;
let options: { publishableKey: string; secretKey: string; jwtKey: string; proxyUrl: string };

beforeAll(async () => {
  for (const name of Object.keys(process.env))
    if (/^(BARTLEBY|CLERK)_/.test(name)) vi.stubEnv(name, undefined);
  key = await generateSigningKey();
  options = {
    publishableKey: `pk_test_${btoa(`${KEY_HOST}$`)}`,
    secretKey: 'sk_test_x',
    jwtKey: key.publicKeyPem,
    proxyUrl: 'http://localhost:1853/i/app',
  };
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const token = (extra: object = {}, category: keyof typeof tokenCategories = 'session') => {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${KEY_HOST}`,
    sub: 'user_1',
    sid: 'sess_1',
    iat: now,
    exp: now + 60,
    ...extra,
  };
  const signer = createNodeSigner(key.privateKeyPem, key.keyId);
  return signJwt({ claimsJson: JSON.stringify(claims), category: tokenCategories[category], signer });
};

async function listen(app: Express): Promise<string> {
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function appWith(middleware: ReturnType<typeof bartlebyMiddleware>): Express {
  const app = express();
  app.use(middleware);
  app.get('/claims', (req, res) => {
    const { isAuthenticated, sessionClaims } = getAuth(req);
    if (!isAuthenticated) return void res.status(401).json({ error: 'Sign in to see your claims.' });
    res.json({ fullName: sessionClaims.fullName, user: req.auth().userId });
  });
  return app;
}

const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers, redirect: 'manual' });

describe('bartlebyMiddleware()', () => {
  it('gives the claims of the session token to getAuth(req) and req.auth()', async () => {
    const origin = await listen(appWith(clerkMiddleware(options)));
    const response = await get(`${origin}/claims`, {
      authorization: `Bearer ${await token({ fullName: 'Ada Lovelace' })}`,
    });
    expect(await response.json()).toEqual({ fullName: 'Ada Lovelace', user: 'user_1' });
  });

  it('lets signed-out requests pass and says why in headers', async () => {
    const origin = await listen(appWith(bartlebyMiddleware(options)));
    const response = await get(`${origin}/claims`);
    expect(response.status).toBe(401);
    expect(response.headers.get('x-clerk-auth-reason')).toBe('dev-browser-missing');
  });

  it('does not sign in by a custom JWT', async () => {
    const origin = await listen(appWith(bartlebyMiddleware(options)));
    const response = await get(`${origin}/claims`, {
      authorization: `Bearer ${await token({}, 'customJwt')}`,
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-clerk-auth-reason')).toBe('token-type-mismatch');
  });

  it('sends a browser without a development browser to the handshake, with 307', async () => {
    const origin = await listen(appWith(bartlebyMiddleware(options)));
    const response = await get(`${origin}/claims?a=1`, {
      accept: 'text/html',
      'x-forwarded-host': 'app.test',
    });
    expect(response.status).toBe(307);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe('http://localhost:1853/i/app/v1/client/handshake');
    expect(location.searchParams.get('redirect_url')).toBe('http://app.test/claims?a=1');
    expect(response.headers.getSetCookie()).toEqual([
      '__clerk_redirect_count=1; SameSite=Lax; HttpOnly; Max-Age=2',
    ]);
  });

  it('keeps to its own origin for a target that looks like another host', async () => {
    const origin = await listen(appWith(bartlebyMiddleware(options)));
    const response = await get(`${origin}//evil.test/claims`, { accept: 'text/html' });
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.searchParams.get('redirect_url')).toBe(`${origin}//evil.test/claims`);
  });

  it('takes options by request and runs once only', async () => {
    const app = appWith(
      bartlebyMiddleware((req) => ({ ...options, audience: String(req.headers['x-audience']) })),
    );
    app.use(bartlebyMiddleware({ publishableKey: 'never looked at' }));
    const origin = await listen(app);
    const authorization = `Bearer ${await token({ aud: 'orders' })}`;
    expect((await get(`${origin}/claims`, { authorization, 'x-audience': 'orders' })).status).toBe(200);
    expect((await get(`${origin}/claims`, { authorization, 'x-audience': 'other' })).status).toBe(401);
  });

  it('passes what is wrong with the configuration to the error handler', async () => {
    const app = appWith(bartlebyMiddleware({ ...options, publishableKey: 'pk_test_wrong' }));
    app.use(((error, _req, res, _next) =>
      res.status(500).send(error.message)) as express.ErrorRequestHandler);
    const response = await get(`${await listen(app)}/claims`);
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('publishable key'),
    ]);
  });
});

describe('refreshSessionCookie()', () => {
  /** An app that makes its user a gold one, on a Bartleby server that answers every request for a token so. */
  async function goldApp(trustsProxy = false): Promise<string> {
    const jwt = await token({ plan: 'gold', azp: 'http://app.test' });
    const bartleby = express();
    bartleby.post('/v1/sessions/:id/tokens', (_req, res) => void res.json({ object: 'token', jwt }));
    const app = express();
    app.set('trust proxy', trustsProxy);
    app.use(bartlebyMiddleware({ ...options, apiUrl: await listen(bartleby) }));
    app.post('/gold', async (req, res) => {
      const before = getAuth(req).sessionClaims?.plan;
      const { sessionClaims } = await refreshSessionCookie(req, res);
      res.json([
        before,
        sessionClaims.plan,
        getAuth(req).sessionClaims?.plan,
        req.auth().sessionClaims?.plan,
      ]);
    });
    app.use(((error, _req, res, _next) =>
      res.status(500).send(error.message)) as express.ErrorRequestHandler);
    return listen(app);
  }

  const cookies = async () => {
    const now = Math.floor(Date.now() / 1000);
    return `__session=${await token({ plan: 'free' })}; __client_uat=${now - 60}; __clerk_db_jwt=dvb_1`;
  };

  it('gives the browser its new token with this answer, and the rest of the request the new claims', async () => {
    const origin = await goldApp();
    const response = await fetch(`${origin}/gold`, { method: 'POST', headers: { cookie: await cookies() } });
    expect(await response.json()).toEqual(['free', 'gold', 'gold', 'gold']);
    const lines = response.headers.getSetCookie();
    expect(lines.map((line) => line.split('=')[0])).toEqual([
      '__session',
      expect.stringMatching(/^__session_.{8}$/),
    ]);
    for (const line of lines) expect(line).toMatch(/; Path=\/; Max-Age=31536000; SameSite=Lax$/);
  });

  it('marks the cookies as secure where the browser came by https', async () => {
    const headers = { cookie: await cookies(), 'x-forwarded-proto': 'https' };
    const response = await fetch(`${await goldApp(true)}/gold`, { method: 'POST', headers });
    for (const line of response.headers.getSetCookie()) expect(line).toMatch(/; Secure$/);
  });

  it('sets no cookie for a Bearer token; says what is wrong when nobody is signed in', async () => {
    const origin = await goldApp();
    const headers = { authorization: `Bearer ${await token({ plan: 'free' })}` };
    const response = await fetch(`${origin}/gold`, { method: 'POST', headers });
    expect(await response.json()).toEqual(['free', 'gold', 'gold', 'gold']);
    expect(response.headers.getSetCookie()).toEqual([]);
    const refused = await fetch(`${origin}/gold`, { method: 'POST' });
    expect([refused.status, await refused.text()]).toEqual([500, expect.stringContaining('isAuthenticated')]);
  });
});

describe('getAuth()', () => {
  it('says what is missing where the middleware did not run', async () => {
    const app = express();
    app.get('/claims', (req, res) => void res.json(getAuth(req)));
    app.use(((error, _req, res, _next) =>
      res.status(500).send(error.message)) as express.ErrorRequestHandler);
    const response = await get(`${await listen(app)}/claims`);
    expect(await response.text()).toContain('bartlebyMiddleware() was not run for this route: GET /claims');
  });

  it('counts a pending session as signed out unless asked otherwise', async () => {
    const app = express();
    app.use(bartlebyMiddleware(options));
    app.get('/', (req, res) => {
      const strict = getAuth(req);
      res.json([
        strict.userId,
        strict.sessionStatus,
        getAuth(req, { treatPendingAsSignedOut: false }).userId,
      ]);
    });
    const response = await get(await listen(app), {
      authorization: `Bearer ${await token({ sts: 'pending' })}`,
    });
    expect(await response.json()).toEqual([null, 'pending', 'user_1']);
  });
});

describe('requireAuth()', () => {
  const protectedApp = () => {
    const app = express();
    app.get('/', requireAuth({ ...options, signInUrl: '/sign-in' }), (_req, res) => void res.send('inside'));
    return listen(app);
  };

  it('lets signed-in requests in', async () => {
    const response = await get(await protectedApp(), { authorization: `Bearer ${await token()}` });
    expect(await response.text()).toBe('inside');
  });

  it('answers a script with 401 and an error in JSON', async () => {
    const response = await get(await protectedApp(), { accept: 'application/json' });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'authentication_invalid' }] });
  });

  it('sends a person to the sign-in page and back', async () => {
    const origin = await protectedApp();
    const response = await get(`${origin}/?a=1`, { accept: 'text/html', cookie: '__clerk_db_jwt=d' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(
      `${origin}/sign-in?redirect_url=${encodeURIComponent(`${origin}/?a=1`)}`,
    );
  });
});
