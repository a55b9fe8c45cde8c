import { signJwt, tokenCategories } from '@bartleby/session-token';
import { createNodeSigner, generateSigningKey, type SigningKey } from '@bartleby/session-token/node';
import { type NextFetchEvent, type NextMiddleware, NextRequest, NextResponse } from 'next/server.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bartlebyMiddleware, buildClerkProps, createRouteMatcher, getAuth } from './index.ts';

const KEY_HOST = 'app.localhost:1853';
const event = {} as NextFetchEvent;
let key: SigningKey;

beforeAll(async () => {
  key = await generateSigningKey();
});
beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (/^(NEXT_PUBLIC_)?(BARTLEBY|CLERK)_/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv('NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY', `pk_test_${btoa(`${KEY_HOST}$`)}`);
  vi.stubEnv('NEXT_PUBLIC_BARTLEBY_PROXY_URL', 'http://localhost:1853/i/app');
  vi.stubEnv('BARTLEBY_SECRET_KEY', 'sk_test_x');
  vi.stubEnv('BARTLEBY_JWT_KEY', key.publicKeyPem);
});
afterAll(() => void vi.unstubAllEnvs());

const token = (extra: object = {}) => {
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
  return signJwt({ claimsJson: JSON.stringify(claims), category: tokenCategories.session, signer });
};

const request = (path = '/', headers: Record<string, string> = {}) =>
  new NextRequest(`http://localhost:3000${path}`, { headers });

const signedInRequest = async (path = '/', headers: Record<string, string> = {}) =>
  request(path, { authorization: `Bearer ${await token({ fullName: 'Ada' })}`, ...headers });

/** The request as Next hands it to the app: only the headers that the middleware lists. */
function afterwards(response: Response, original: Request): { headers: Headers; url: string } {
  const listed = response.headers.get('x-middleware-override-headers');
  if (listed === null) return { headers: original.headers, url: original.url };
  const headers = new Headers();
  for (const name of listed.split(',')) {
    const value = response.headers.get(`x-middleware-request-${name}`);
    if (value !== null) headers.set(name, value);
  }
  return { headers, url: original.url };
}

const run = async (middleware: NextMiddleware, req: NextRequest) =>
  (await middleware(req, event)) as Response;

describe('bartlebyMiddleware()', () => {
  it('tells getAuth() who is signed in, and keeps the other headers', async () => {
    const req = await signedInRequest('/api', { 'x-own': '1' });
    const seen = afterwards(await run(bartlebyMiddleware(), req), req);
    expect(getAuth(seen).sessionClaims?.fullName).toBe('Ada');
    expect(seen.headers.get('x-own')).toBe('1');
    expect(buildClerkProps(seen).__clerk_ssr_state).toMatchObject({ userId: 'user_1', sessionId: 'sess_1' });
  });

  it('works as the default export itself and with node headers', async () => {
    const req = await signedInRequest();
    const response = (await bartlebyMiddleware(req, event)) as Response;
    const headers = Object.fromEntries(afterwards(response, req).headers);
    expect(getAuth({ headers, url: '/' }).userId).toBe('user_1');
  });

  it('overwrites what a client says in our headers', async () => {
    const forged = {
      'x-clerk-auth-status': 'signed-in',
      'x-clerk-auth-token': await token(),
      'x-clerk-auth-signature': 'aa',
    };
    const req = request('/', forged);
    expect(getAuth(afterwards(await run(bartlebyMiddleware(), req), req)).isAuthenticated).toBe(false);
  });

  it('keeps the headers that a handler set for the app', async () => {
    const req = await signedInRequest();
    const middleware = bartlebyMiddleware((_auth, r) => {
      const headers = new Headers(r.headers);
      headers.set('x-from-handler', 'yes');
      return NextResponse.next({ request: { headers } });
    });
    const seen = afterwards(await run(middleware, req), req);
    expect([seen.headers.get('x-from-handler'), getAuth(seen).userId]).toEqual(['yes', 'user_1']);
  });

  it('sends a browser to the handshake before any handler runs', async () => {
    const handler = vi.fn();
    const response = await run(
      bartlebyMiddleware(handler),
      request('/a?b=1', { 'sec-fetch-dest': 'document' }),
    );
    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toMatch(
      /^http:\/\/localhost:1853\/i\/app\/v1\/client\/handshake\?/,
    );
    expect(handler).not.toHaveBeenCalled();
  });

  it('protects routes: a page goes to the sign-in page, an API gets 404', async () => {
    const isGuarded = createRouteMatcher(['/guarded(.*)', '/(api|trpc)(.*)']);
    const middleware = bartlebyMiddleware(async (auth, req) => {
      if (isGuarded(req)) await auth.protect();
    });
    const cookie = '__clerk_db_jwt=d';
    const page = await run(middleware, request('/guarded/x', { 'sec-fetch-dest': 'document', cookie }));
    expect(page.headers.get('location')).toBe(
      `http://localhost:1853/i/app/account/sign-in?redirect_url=${encodeURIComponent('http://localhost:3000/guarded/x')}`,
    );
    const api = await run(middleware, request('/api/x', { cookie }));
    expect(api.headers.get('x-clerk-auth-reason')).toBe('protect-rewrite');
    expect(new URL(api.headers.get('x-middleware-rewrite') ?? '').pathname).not.toBe('/api/x');
    for (const path of ['//guarded', '/%67uarded', '/GUARDED/', '//api//x'])
      expect((await run(middleware, request(path, { cookie }))).headers.has('x-middleware-next')).toBe(false);
    expect((await run(middleware, request('/open', { cookie }))).headers.get('x-middleware-next')).toBe('1');
    const inside = await signedInRequest('/guarded');
    expect(getAuth(afterwards(await run(middleware, inside), inside)).userId).toBe('user_1');
  });

  it('answers 400 for a path that nobody can decode', async () => {
    expect((await run(bartlebyMiddleware(), request('/%ff'))).status).toBe(400);
  });

  it('says nothing to another host that a handler rewrites to', async () => {
    const req = await signedInRequest();
    const response = await run(
      bartlebyMiddleware(() => NextResponse.rewrite('https://elsewhere.test/')),
      req,
    );
    expect(response.headers.has('x-middleware-override-headers')).toBe(false);
  });
});

describe('getAuth()', () => {
  it('says which route the middleware missed', () => {
    expect(() => getAuth({ headers: {}, url: '/api/x' })).toThrow(
      'bartlebyMiddleware() was not run for this route: /api/x',
    );
  });

  it('refuses what does not bear the signature, whichever part was changed', async () => {
    const req = await signedInRequest();
    const { headers } = afterwards(await run(bartlebyMiddleware(), req), req);
    for (const name of ['status', 'reason', 'message', 'token', 'signature'].map(
      (part) => `x-clerk-auth-${part}`,
    )) {
      const changed = new Headers(headers);
      changed.set(name, name.endsWith('token') ? await token({ sub: 'user_2' }) : 'other');
      expect(() => getAuth({ headers: changed })).toThrow(/does not bear its signature/);
    }
    vi.stubEnv('BARTLEBY_SECRET_KEY', 'sk_test_other');
    expect(() => getAuth({ headers })).toThrow(/BARTLEBY_SECRET_KEY/);
  });
});
