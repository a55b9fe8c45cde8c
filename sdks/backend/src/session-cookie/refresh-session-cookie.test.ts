import type { SigningKey } from '@bartleby/session-token/node';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedInAuthObject } from '../auth/auth-object.ts';
import { createBartlebyClient } from '../client.ts';
import { cookieSuffix } from '../publishable-key.ts';
import { clearEnvironment } from '../testing/clear-environment.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import {
  LIVE_PUBLISHABLE_KEY,
  newSigningKey,
  SECRET_KEY,
  sessionClaims,
  signTestToken,
  TEST_PUBLISHABLE_KEY,
} from '../testing/sign-test-token.ts';

let key: SigningKey;
let server: Awaited<ReturnType<typeof startFakeServer>>;
const now = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  key = await newSigningKey();
});
beforeEach(async () => {
  clearEnvironment();
  server = await startFakeServer({ 'GET /v1/jwks': { json: { keys: [key.publicJwk] } } });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const newClient = () =>
  createBartlebyClient({
    publishableKey: TEST_PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    apiUrl: server.apiUrl,
  });

/** Who a request with a token of 30 seconds ago comes from. */
async function signedIn(claims: object = {}): Promise<SignedInAuthObject> {
  const token = await signTestToken(key, sessionClaims(now, 30, { plan: 'free', ...claims }));
  const request = new Request('http://localhost:3000/', { headers: { authorization: `Bearer ${token}` } });
  return (await newClient().authenticateRequest(request)).toAuth() as SignedInAuthObject;
}

async function answerWith(claims: object = {}): Promise<string> {
  const jwt = await signTestToken(key, sessionClaims(now, 0, { plan: 'gold', ...claims }));
  server.routes['POST /v1/sessions/sess_1/tokens'] = { json: { object: 'token', jwt } };
  return jwt;
}

describe('refreshSessionCookie()', () => {
  it('hands back new claims, and cookies as the browser SDK writes them, for the same app', async () => {
    const jwt = await answerWith();
    const before = await signedIn();
    const { auth, token, cookies, headers } = await newClient().refreshSessionCookie(before);
    expect(server.requests.at(-1)?.body).toEqual({ authorized_party: 'http://localhost:3000' });
    expect([before.sessionClaims.plan, auth.sessionClaims.plan, await auth.getToken()]).toEqual([
      'free',
      'gold',
      jwt,
    ]);
    expect(token).toBe(jwt);
    const rest = {
      value: jwt,
      path: '/',
      sameSite: 'lax',
      secure: false,
      httpOnly: false,
      maxAge: 31_536_000,
    };
    const suffixed = `__session_${await cookieSuffix(TEST_PUBLISHABLE_KEY)}`;
    expect(cookies).toEqual([
      { name: '__session', ...rest },
      { name: suffixed, ...rest },
    ]);
    expect(headers.getSetCookie()).toEqual(
      ['__session', suffixed].map((name) => `${name}=${jwt}; Path=/; Max-Age=31536000; SameSite=Lax`),
    );
  });

  it('says how old the claims are, before and after', async () => {
    await answerWith();
    const before = await signedIn();
    const { auth } = await newClient().refreshSessionCookie(before);
    expect(before.claimsAsOf).toEqual(new Date((now - 30) * 1000));
    expect(auth.claimsAsOf).toEqual(new Date(now * 1000));
  });

  it('writes cookies for https alone with a live key, or as it is told', async () => {
    await answerWith();
    const auth = await signedIn();
    const client = newClient();
    const secure = async (options: object) =>
      (await client.refreshSessionCookie(auth, options)).headers
        .getSetCookie()
        .map((line) => line.endsWith('; Secure'));
    expect(await secure({ publishableKey: LIVE_PUBLISHABLE_KEY })).toEqual([true, true]);
    expect(await secure({ secure: true })).toEqual([true, true]);
    expect(await secure({})).toEqual([false, false]);
  });

  it('rejects when nobody is signed in, when the session has ended, and for a token of somebody else', async () => {
    const client = newClient();
    const nobody = (await client.authenticateRequest(new Request('http://localhost:3000/'))).toAuth();
    await expect(client.refreshSessionCookie(nobody as unknown as SignedInAuthObject)).rejects.toThrow(
      'Ask isAuthenticated first',
    );
    const auth = await signedIn();
    await expect(client.refreshSessionCookie(auth)).rejects.toMatchObject({ status: 404 });
    await answerWith({ sub: 'user_2' });
    await expect(client.refreshSessionCookie(auth)).rejects.toThrow('somebody else');
  });

  it('asks for a token without an app where the old one had none', async () => {
    await answerWith();
    await newClient().refreshSessionCookie(await signedIn({ azp: undefined }));
    expect(server.requests.at(-1)).toMatchObject({ path: '/v1/sessions/sess_1/tokens', body: undefined });
  });
});
