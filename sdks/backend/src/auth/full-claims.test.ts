import type { SigningKey } from '@bartleby/session-token/node';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBartlebyClient } from '../client.ts';
import { isClaimsOmittedError, type SignedInAuthObject } from '../index.ts';
import { clearEnvironment } from '../testing/clear-environment.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import {
  newSigningKey,
  SECRET_KEY,
  sessionClaims,
  signTestToken,
  TEST_PUBLISHABLE_KEY,
} from '../testing/sign-test-token.ts';

let key: SigningKey;
let server: Awaited<ReturnType<typeof startFakeServer>>;

beforeAll(async () => {
  key = await newSigningKey();
});
beforeEach(async () => {
  clearEnvironment();
  server = await startFakeServer({});
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

async function authOf(
  extra: Record<string, unknown>,
  options: { secretKey?: string; apiUrl?: string } = { secretKey: SECRET_KEY },
): Promise<SignedInAuthObject> {
  const client = createBartlebyClient({
    publishableKey: TEST_PUBLISHABLE_KEY,
    apiUrl: server.apiUrl,
    jwtKey: key.publicKeyPem,
    ...options,
  });
  const token = await signTestToken(key, sessionClaims(Math.floor(Date.now() / 1000), 0, extra));
  const request = new Request('http://localhost:3000/', { headers: { authorization: `Bearer ${token}` } });
  return (await client.authenticateRequest(request)).toAuth() as SignedInAuthObject;
}
const paths = () => server.requests.map(({ method, path }) => `${method} ${path}`);

describe('a token that came without its custom claims', () => {
  it('says so; default claims read as ever, a custom one is refused', async () => {
    const auth = await authOf({ __omitted: true });
    expect(auth.claimsOmitted).toBe(true);
    expect(auth.sessionClaims.sub).toBe(auth.userId);
    expect(() => auth.sessionClaims.fullName).toThrow(
      expect.toSatisfy((error) => isClaimsOmittedError(error) && error.claim === 'fullName'),
    );
    expect(auth.has({ role: 'org:admin' })).toBe(false);
    expect(paths()).toEqual([]);
  });

  it('fullClaims() asks the server for them; default claims stay those of the token', async () => {
    const auth = await authOf({ __omitted: true });
    server.routes[`GET /v1/sessions/${auth.sessionId}/claims`] = {
      json: { object: 'session_claims', claims: { full_name: 'Ada', sub: 'somebody else' } },
    };
    const claims = await auth.fullClaims();
    expect(claims).toMatchObject({ full_name: 'Ada', sub: auth.userId, sid: auth.sessionId });
    expect(claims).not.toHaveProperty('__omitted');
    expect(claims.anything).toBeUndefined();
  });

  it('fullClaims() of a session that is over says 404', async () => {
    const auth = await authOf({ __omitted: true });
    server.routes[`GET /v1/sessions/${auth.sessionId}/claims`] = {
      status: 404,
      json: { errors: [{ code: 'resource_not_found', message: 'not found' }] },
    };
    await expect(auth.fullClaims()).rejects.toMatchObject({ name: 'BartlebyAPIResponseError', status: 404 });
  });

  it('fullClaims() without a secret key says that it needs one, and calls nobody', async () => {
    const auth = await authOf({ __omitted: true }, {});
    expect(auth.isAuthenticated).toBe(true);
    await expect(auth.fullClaims()).rejects.toThrow(
      /^The secret key is missing\. Set BARTLEBY_SECRET_KEY or pass secretKey/,
    );
    expect(paths()).toEqual([]);
  });

  it('fullClaims() says that the server cannot be reached, and where it was looked for', async () => {
    const auth = await authOf({ __omitted: true });
    await server.stop();
    await expect(auth.fullClaims()).rejects.toMatchObject({
      name: 'BartlebyAPIResponseError',
      status: undefined,
      message: `${new URL(server.apiUrl).origin} could not be reached. Check BARTLEBY_API_URL and that the server runs.`,
    });
    // Whoever it is stays signed in.
    expect([auth.isAuthenticated, auth.userId]).toEqual([true, auth.sessionClaims.sub]);
  });
});

describe('a whole token', () => {
  it('is what fullClaims() answers, without a call', async () => {
    const auth = await authOf({ fullName: 'Ada' });
    expect(auth.claimsOmitted).toBe(false);
    expect(await auth.fullClaims()).toBe(auth.sessionClaims);
    expect(auth.sessionClaims).toMatchObject({ fullName: 'Ada' });
    expect(auth.sessionClaims.other).toBeUndefined();
    expect(paths()).toEqual([]);
  });
});
