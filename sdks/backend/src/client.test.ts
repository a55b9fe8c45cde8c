import type { SigningKey } from '@bartleby/session-token/node';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBartlebyClient } from './client.ts';
import { cookieSuffix } from './publishable-key.ts';
import { clearEnvironment } from './testing/clear-environment.ts';
import { type Routes, startFakeServer } from './testing/fake-server.ts';
import {
  newSigningKey,
  SECRET_KEY,
  sessionClaims,
  signTestToken,
  TEST_PUBLISHABLE_KEY,
} from './testing/sign-test-token.ts';
import { clearKeySources } from './tokens/key-sources.ts';
import { TokenVerificationError } from './tokens/token-verification-error.ts';
import { verifyToken } from './verify-token.ts';

// Against a real HTTP server on loopback, with tokens that are really signed.

let key: SigningKey;
let server: Awaited<ReturnType<typeof startFakeServer>>;
const now = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  key = await newSigningKey();
});
beforeEach(async () => {
  clearEnvironment();
  clearKeySources();
  server = await startFakeServer({ 'GET /v1/jwks': { json: { keys: [key.publicJwk] } } });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const newClient = (routes: Routes = {}) => {
  Object.assign(server.routes, routes);
  return createBartlebyClient({
    publishableKey: TEST_PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    apiUrl: server.apiUrl,
  });
};
const bearer = (token: string) =>
  new Request('http://localhost:3000/', { headers: { authorization: `Bearer ${token}` } });
const page = (cookies: Record<string, string>, query = '') =>
  new Request(`http://localhost:3000/page${query}`, {
    headers: {
      'sec-fetch-dest': 'document',
      'user-agent': 'test',
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
    },
  });
const paths = () => server.requests.map(({ method, path }) => `${method} ${path}`);

describe('verification by JWK Set', () => {
  it('fetches the set once for 200 requests at once', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => signTestToken(key, sessionClaims(now()))),
    );
    const states = await Promise.all(tokens.map((token) => newClient().authenticateRequest(bearer(token))));
    expect(new Set(states.map(({ status }) => status))).toEqual(new Set(['signed-in']));
    expect(paths()).toEqual(['GET /v1/jwks']);
  });

  it('does not fetch for forged key ids', async () => {
    const client = newClient();
    await client.authenticateRequest(bearer(await signTestToken(key, sessionClaims(now()))));
    for (let index = 0; index < 20; index += 1) {
      const forged = await signTestToken(key, sessionClaims(now()), 'session', `forged-${index}`);
      expect((await client.authenticateRequest(bearer(forged))).reason).toBe('jwk-kid-mismatch');
    }
    expect(paths()).toEqual(['GET /v1/jwks']);
  });

  it('says so when the set cannot be loaded', async () => {
    const state = await newClient({ 'GET /v1/jwks': { status: 500, json: {} } }).authenticateRequest(
      bearer(await signTestToken(key, sessionClaims(now()))),
    );
    expect([state.status, state.reason]).toEqual(['signed-out', 'jwk-remote-failed-to-load']);
  });

  it('makes no call at all with a PEM', async () => {
    const client = createBartlebyClient({ publishableKey: TEST_PUBLISHABLE_KEY, jwtKey: key.publicKeyPem });
    const state = await client.authenticateRequest(bearer(await signTestToken(key, sessionClaims(now()))));
    const auth = state.toAuth();
    expect(await auth?.getToken()).toMatch(/^ey/);
    expect(server.requests).toEqual([]);
  });
});

describe('tokens of other kinds never sign in', () => {
  it.each([
    ['customJwt', {}],
    ['machine', {}],
    ['session', { sid: undefined }],
    ['session', { sub: undefined }],
    ['session', { iss: 'https://other.localhost:1853' }],
  ] as const)('%s %j', async (category, change) => {
    const token = await signTestToken(key, sessionClaims(now(), 0, change), category);
    expect((await newClient().authenticateRequest(bearer(token))).status).toBe('signed-out');
    const cookies = { __session: token, __client_uat: '1', __clerk_db_jwt: 'd' };
    expect((await newClient().authenticateRequest(page(cookies))).status).not.toBe('signed-in');
    const options = { secretKey: SECRET_KEY, publishableKey: TEST_PUBLISHABLE_KEY, apiUrl: server.apiUrl };
    await expect(verifyToken(token, options)).rejects.toBeInstanceOf(TokenVerificationError);
  });

  it('verifyToken verifies custom JWTs when told to, and then nothing else', async () => {
    const options = { jwtKey: key.publicKeyPem, tokenClass: 'customJwt' as const };
    const custom = await signTestToken(key, { ...sessionClaims(now()), plan: 'pro' }, 'customJwt');
    expect(await verifyToken(custom, options)).toMatchObject({ plan: 'pro' });
    await expect(verifyToken(await signTestToken(key, sessionClaims(now())), options)).rejects.toMatchObject({
      reason: 'token-type-mismatch',
    });
  });
});

describe('an expired token with a refresh cookie', () => {
  const refresh = async (answer: (fresh: string) => object, status = 200) => {
    const suffix = await cookieSuffix(TEST_PUBLISHABLE_KEY);
    // One reading of the clock: a token issued in the second before `client_uat` is refused for that.
    const seconds = now();
    const fresh = await signTestToken(key, sessionClaims(seconds));
    const expired = await signTestToken(key, sessionClaims(seconds, 600));
    const client = newClient({ 'POST /v1/sessions/sess_1/refresh': { status, json: answer(fresh) } });
    const cookies = {
      [`__session_${suffix}`]: expired,
      [`__client_uat_${suffix}`]: String(seconds - 600),
      [`__refresh_${suffix}`]: 'r1',
      [`__clerk_db_jwt_${suffix}`]: 'd',
    };
    return { state: await client.authenticateRequest(page(cookies)), fresh, expired, suffix };
  };

  it('is signed in with the new one, and its cookies go out', async () => {
    const { state, fresh, expired, suffix } = await refresh((token) => ({
      object: 'cookies',
      cookies: ['__session=old; Path=/', `__session_x=${token}; Path=/`],
    }));
    expect([state.status, state.token]).toEqual(['signed-in', fresh]);
    expect(state.headers.getSetCookie()).toHaveLength(2);
    const sent = server.requests.at(-1);
    expect(sent?.query.get('suffixed_cookies')).toBe('true');
    expect(sent?.body).toMatchObject({
      format: 'cookie',
      expired_token: expired,
      refresh_token: 'r1',
      request_origin: 'http://localhost:3000',
      request_headers: { 'user-agent': ['test'] },
    });
    expect(JSON.stringify(sent?.body)).not.toContain(`__refresh_${suffix}`);
  });

  it.each([
    [401, { errors: [{ code: 'refresh_token_not_found', message: '' }] }, 'refresh_token_not_found'],
    [500, {}, 'unexpected-bapi-error'],
    [200, { object: 'cookies', cookies: [] }, 'unexpected-sdk-error'],
    [200, { object: 'cookies', cookies: ['__session=a.b.c'] }, 'invalid-session-token'],
    [200, 'nonsense', 'unexpected-sdk-error'],
  ])('status %s, %j: the handshake with reason %s', async (status, json, reason) => {
    const { state } = await refresh(() => json as object, status);
    expect([state.status, state.reason]).toEqual(['handshake', `session-token-expired-refresh-${reason}`]);
    expect(new URL(state.headers.get('location') ?? '').searchParams.get('suffixed_cookies')).toBe('true');
  });
});

describe('a handshake nonce', () => {
  const resolve = async (lines: (token: string) => string[], query = '?a=1&__clerk_handshake_nonce=n1') => {
    const token = await signTestToken(key, sessionClaims(now()));
    const client = newClient({ 'GET /v1/clients/handshake_payload': { json: { directives: lines(token) } } });
    return { state: await client.authenticateRequest(page({ __clerk_db_jwt: 'd' }, query)), token };
  };

  it('signs in, sets the cookies and cleans the address', async () => {
    const { state, token } = await resolve((jwt) => ['__client_uat=1; Path=/', `__session=${jwt}; Path=/`]);
    expect([state.status, state.token]).toEqual(['signed-in', token]);
    expect(state.headers.get('location')).toBe('http://localhost:3000/page?a=1');
    expect(state.headers.getSetCookie()).toHaveLength(2);
    expect(server.requests.find(({ path }) => path.endsWith('handshake_payload'))?.query.get('nonce')).toBe(
      'n1',
    );
  });

  it('signs out where no session token came with it', async () => {
    const { state } = await resolve(() => ['__session=; Max-Age=0', '__client_uat=0']);
    expect([state.status, state.reason]).toEqual(['signed-out', 'session-token-missing']);
    expect(state.headers.getSetCookie()).toHaveLength(2);
    expect(state.headers.has('location')).toBe(true);
  });

  it('is not needed by who has good cookies: an old one does no harm', async () => {
    const token = await signTestToken(key, sessionClaims(now()));
    const cookies = {
      __clerk_db_jwt: 'd',
      __client_uat: '1',
      __session: token,
      __clerk_handshake_nonce: 'used',
    };
    expect((await newClient().authenticateRequest(page(cookies))).status).toBe('signed-in');
  });

  it('is not sent round in circles', async () => {
    const state = await newClient().authenticateRequest(page({}, '?__clerk_handshake_nonce=bad'));
    const location = new URL(state.headers.get('location') ?? '');
    expect(location.searchParams.get('redirect_url')).toBe('http://localhost:3000/page');
  });
});

describe('configuration', () => {
  it('names what is missing, and never turns to another host', async () => {
    const request = new Request('http://localhost:3000/');
    await expect(createBartlebyClient().authenticateRequest(request)).rejects.toThrow(/BARTLEBY_SECRET_KEY/);
    const noAddress = createBartlebyClient({ secretKey: SECRET_KEY, publishableKey: TEST_PUBLISHABLE_KEY });
    await expect(noAddress.authenticateRequest(request)).rejects.toThrow(
      /BARTLEBY_API_URL.*BARTLEBY_PROXY_URL/s,
    );
    expect(() => noAddress.users).toThrow(/BARTLEBY_API_URL/);
    const relative = createBartlebyClient({ secretKey: SECRET_KEY, proxyUrl: '/__clerk' });
    expect(() => relative.users).toThrow(/BARTLEBY_API_URL/);
    const noKey = createBartlebyClient({ secretKey: SECRET_KEY, apiUrl: server.apiUrl });
    await expect(noKey.authenticateRequest(request)).rejects.toThrow(/BARTLEBY_PUBLISHABLE_KEY/);
  });

  it('reads the environment, BARTLEBY_ before CLERK_, one family only', async () => {
    vi.stubEnv('BARTLEBY_SECRET_KEY', SECRET_KEY);
    vi.stubEnv('BARTLEBY_PROXY_URL', `${server.apiUrl}/i/app`);
    vi.stubEnv('CLERK_API_URL', 'https://elsewhere.test');
    await createBartlebyClient().jwks.getJwks();
    expect(paths()).toEqual(['GET /v1/jwks']);
    vi.stubEnv('CLERK_PUBLISHABLE_KEY', TEST_PUBLISHABLE_KEY);
    expect(() => createBartlebyClient()).toThrow(
      'CLERK_PUBLISHABLE_KEY and BARTLEBY_SECRET_KEY do not belong together',
    );
  });
});
