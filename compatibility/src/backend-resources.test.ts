import { generateKeyPairSync } from 'node:crypto';
import { createClerkClient, type User, verifyToken } from '@clerk/backend';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

// The published @clerk/backend, unmodified: JWT templates, redirect URLs, actor tokens, settings and lists.

const APP = 'http://localhost:3000';
let server: RunningServer;
let clerk: ReturnType<typeof createClerkClient>;
let user: User;

beforeAll(async () => {
  server = await startServer();
  const { url: apiUrl, secretKey, publishableKey } = server;
  clerk = createClerkClient({ apiUrl, secretKey, publishableKey, telemetry: { disabled: true } });
  user = await clerk.users.createUser({
    emailAddress: ['ada@example.com'],
    firstName: 'Ada',
    lastName: 'Lovelace',
    skipPasswordRequirement: true,
  });
}, 90_000);
afterAll(() => server?.stop());

/** What the client throws: status and the first code. */
const refusalOf = (call: Promise<unknown>): Promise<[number, string]> =>
  call.then(
    () => {
      throw new Error('was not refused');
    },
    (error: { status: number; errors: { code: string }[] }) => [error.status, error.errors[0]?.code ?? ''],
  );

const post = (path: string, form: Record<string, string>, cookie = '') =>
  fetch(`${server.url}/i/app${path}`, {
    method: 'POST',
    headers: { origin: APP, cookie },
    body: new URLSearchParams(form),
  });

/** A browser that signs in by a ticket; `cookie` is what it keeps for the server. */
async function signIn(ticket: string) {
  const answer = await post('/v1/client/sign_ins', { strategy: 'ticket', ticket });
  const { response } = (await answer.json()) as { response: { created_session_id: string } };
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { sessionId: response.created_session_id, cookie };
}

async function signInAsUser() {
  const { token } = await clerk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 60 });
  return signIn(token);
}

describe('jwtTemplates', () => {
  it('create, get, list, update, delete', async () => {
    const made = await clerk.jwtTemplates.create({
      name: 'convex',
      claims: { aud: 'convex', name: '{{user.full_name}}' },
      lifetime: 600,
      allowedClockSkew: 0,
    });
    expect(made).toMatchObject({
      name: 'convex',
      claims: { aud: 'convex', name: '{{user.full_name}}' },
      lifetime: 600,
      allowedClockSkew: 0,
      customSigningKey: false,
      signingAlgorithm: 'RS256',
    });
    expect(made.createdAt).toBeGreaterThan(Date.now() - 60_000);
    expect(await clerk.jwtTemplates.get(made.id)).toEqual(made);
    const { data, totalCount } = await clerk.jwtTemplates.list({ limit: 10 });
    expect([data.map(({ id }) => id), totalCount]).toEqual([[made.id], 1]);
    const updated = await clerk.jwtTemplates.update({ templateId: made.id, name: 'renamed', claims: {} });
    expect(updated).toMatchObject({ id: made.id, name: 'renamed', claims: {}, lifetime: 600 });
    const deleted = await clerk.jwtTemplates.delete(made.id);
    expect(deleted).toMatchObject({ object: 'jwt_template', id: made.id, deleted: true });
    expect(await refusalOf(clerk.jwtTemplates.get(made.id))).toEqual([404, 'resource_not_found']);
  });

  it('refusals arrive with their codes', async () => {
    const create = (params: object) =>
      refusalOf(clerk.jwtTemplates.create({ name: 'refused', claims: {}, ...params }));
    expect(await create({ claims: { sub: 'x' } })).toEqual([400, 'jwt_template_reserved_claim']);
    expect(await create({ claims: { a: '{{user.nope}}' } })).toEqual([422, 'shortcode_unknown']);
    expect(await create({ lifetime: 29 })).toEqual([422, 'form_param_value_too_small']);
    expect(await create({ customSigningKey: true })).toEqual([422, 'form_conditional_param_missing']);
    expect(await create({ name: 'a/b' })).toEqual([422, 'form_param_format_invalid']);
  });
});

describe('getToken({ template })', () => {
  it('on the server: claims of the template, signed by the key of the instance', async () => {
    await clerk.jwtTemplates.create({
      name: 'api',
      claims: { aud: 'api', mail: '{{user.primary_email_address}}' },
    });
    const { sessionId } = await signInAsUser();
    const { jwt: sessionToken } = await clerk.sessions.getToken(sessionId);
    const state = await clerk.authenticateRequest(
      new Request(`${APP}/api`, { headers: { authorization: `Bearer ${sessionToken}` } }),
    );
    const auth = state.toAuth();
    if (!auth?.isAuthenticated || auth.tokenType !== 'session_token') throw new Error('not signed in');
    const jwt = (await auth.getToken({ template: 'api' })) ?? '';
    const keys = createRemoteJWKSet(new URL(`${server.url}/i/app/.well-known/jwks.json`));
    const { payload } = await jwtVerify(jwt, keys, { audience: 'api', algorithms: ['RS256'] });
    expect(payload).toMatchObject({ sub: user.id, mail: 'ada@example.com' });
    expect(payload).not.toHaveProperty('sid');
    const long = (await auth.getToken({ template: 'api', expiresInSeconds: 3_600 })) ?? '';
    const { payload: claims } = await jwtVerify(long, keys);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3_600);
    expect(await refusalOf(auth.getToken({ template: 'nope' }))).toEqual([404, 'resource_not_found']);
    // The published middleware takes no custom JWT for a session.
    for (const headers of [
      { authorization: `Bearer ${jwt}` },
      { cookie: `__session=${jwt}; __client_uat=1`, 'sec-fetch-dest': 'document' },
    ] as Record<string, string>[]) {
      const foreign = await clerk.authenticateRequest(new Request(`${APP}/api`, { headers }), {
        acceptsToken: 'session_token',
      });
      expect(foreign.isAuthenticated).toBe(false);
    }
  });

  it('with a key of its own, HS256 and ES256: the consumer verifies, the published verifier does not', async () => {
    const secret = 'a secret that consumer and template share, of enough bytes';
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { sessionId } = await signInAsUser();
    for (const [signingAlgorithm, signingKey, consumer] of [
      ['HS256', secret, new TextEncoder().encode(secret)],
      ['ES256', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), publicKey],
    ] as const) {
      const name = `own-${signingAlgorithm}`;
      const key = { customSigningKey: true, signingAlgorithm, signingKey };
      const template = await clerk.jwtTemplates.create({ name, claims: { role: 'authenticated' }, ...key });
      expect(template).toMatchObject({ customSigningKey: true, signingAlgorithm });
      expect(JSON.stringify(template)).not.toContain(signingKey.slice(30, 60));
      const { jwt } = await clerk.sessions.getToken(sessionId, name);
      const { payload } = await jwtVerify(jwt, consumer, { algorithms: [signingAlgorithm] });
      expect(payload).toMatchObject({ sub: user.id, role: 'authenticated' });
      expect(decodeProtectedHeader(jwt).kid).toBe(template.id);
      const { secretKey, url: apiUrl } = server;
      await expect(verifyToken(jwt, { secretKey, apiUrl })).rejects.toThrow();
    }
    await clerk.sessions.revokeSession(sessionId);
    expect(await refusalOf(clerk.sessions.getToken(sessionId, 'own-HS256'))).toEqual([
      404,
      'resource_not_found',
    ]);
  });
});

describe('redirectUrls', () => {
  it('create, get, list, delete', async () => {
    const made = await clerk.redirectUrls.createRedirectUrl({ url: 'my-app://oauth-callback' });
    expect(made.url).toBe('my-app://oauth-callback');
    expect(await clerk.redirectUrls.getRedirectUrl(made.id)).toEqual(made);
    const { data, totalCount } = await clerk.redirectUrls.getRedirectUrlList();
    expect([data.map(({ url }) => url), totalCount]).toEqual([['my-app://oauth-callback'], 1]);
    const again = clerk.redirectUrls.createRedirectUrl({ url: 'my-app://oauth-callback' });
    expect(await refusalOf(again)).toEqual([400, 'duplicate_record']);
    const deleted: unknown = await clerk.redirectUrls.deleteRedirectUrl(made.id);
    expect(deleted).toMatchObject({ object: 'redirect_url', id: made.id, deleted: true });
    expect(await refusalOf(clerk.redirectUrls.getRedirectUrl(made.id))).toEqual([404, 'resource_not_found']);
  });
});

describe('actorTokens', () => {
  it('create and sign in: the Auth object says who acts; revoke', async () => {
    const made = await clerk.actorTokens.create({
      userId: user.id,
      actor: { sub: 'user_support' },
      expiresInSeconds: 60,
      sessionMaxDurationInSeconds: 600,
    });
    expect(made).toMatchObject({ status: 'pending', userId: user.id, actor: { sub: 'user_support' } });
    expect(made.url).toContain(`__clerk_ticket=${made.token}`);
    const { sessionId } = await signIn(made.token ?? '');
    const { jwt } = await clerk.sessions.getToken(sessionId);
    const state = await clerk.authenticateRequest(
      new Request(`${APP}/api`, { headers: { authorization: `Bearer ${jwt}` } }),
    );
    expect(state.toAuth()).toMatchObject({ userId: user.id, actor: { sub: 'user_support' } });
    const session = await clerk.sessions.getSession(sessionId);
    expect(session.actor).toEqual({ sub: 'user_support' });
    expect(session.expireAt - session.createdAt).toBe(600_000);
    expect(await refusalOf(clerk.actorTokens.revoke(made.id))).toEqual([
      400,
      'actor_token_cannot_be_revoked_code',
    ]);
    const other = await clerk.actorTokens.create({ userId: user.id, actor: { sub: 'user_support' } });
    expect((await clerk.actorTokens.revoke(other.id)).status).toBe('revoked');
  });
});

describe('instance', () => {
  it('get and update', async () => {
    const instance = await clerk.instance.get();
    expect(instance).toMatchObject({ environmentType: 'development' });
    expect(instance.allowedOrigins).toContain('http://localhost:*');
    expect(
      await clerk.instance.update({ supportEmail: 'help@example.com', testMode: true, hibp: false }),
    ).toBeUndefined();
    expect(await refusalOf(clerk.instance.update({ hibp: true }))).toEqual([
      422,
      'form_conditional_param_disallowed',
    ]);
  });

  it('updateRestrictions with the lists: sign-up follows', async () => {
    const signUp = async (email_address: string) =>
      (await post('/v1/client/sign_ups', { email_address, password: 'correct horse battery staple' })).status;
    const friend = await clerk.allowlistIdentifiers.createAllowlistIdentifier({
      identifier: 'friend@example.com',
      notify: false,
    });
    const spam = await clerk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: '*@spam.example' });
    expect(friend).toMatchObject({ identifier: 'friend@example.com', identifierType: 'email_address' });
    expect(spam).toMatchObject({ identifier: '*@spam.example' });
    expect((await clerk.allowlistIdentifiers.getAllowlistIdentifierList()).totalCount).toBe(1);
    expect((await clerk.blocklistIdentifiers.getBlocklistIdentifierList()).totalCount).toBe(1);
    const on = await clerk.instance.updateRestrictions({ allowlist: true, blocklist: true });
    expect(on).toMatchObject({ allowlist: true, blocklist: true, blockDisposableEmailDomains: false });
    expect([await signUp('friend@example.com'), await signUp('stranger@example.com')]).toEqual([200, 403]);
    await clerk.instance.updateRestrictions({ allowlist: false });
    expect([await signUp('stranger@example.com'), await signUp('x@spam.example')]).toEqual([200, 403]);
    await clerk.instance.updateRestrictions({ blocklist: false });
    await clerk.allowlistIdentifiers.deleteAllowlistIdentifier(friend.id);
    const gone = await clerk.blocklistIdentifiers.deleteBlocklistIdentifier(spam.id);
    expect(gone).toMatchObject({ id: spam.id, deleted: true });
  });

  it('getOrganizationSettings and updateOrganizationSettings', async () => {
    const settings = await clerk.instance.getOrganizationSettings();
    expect(settings).toMatchObject({ enabled: false, creatorRole: 'org:admin', domainsEnrollmentModes: [] });
    expect(await clerk.instance.updateOrganizationSettings({ enabled: false })).toEqual(settings);
    expect(await refusalOf(clerk.instance.updateOrganizationSettings({ enabled: true }))).toEqual([
      403,
      'organization_not_enabled_in_instance',
    ]);
  });
});

describe('clients, sessions, testing tokens', () => {
  it('getClientList, getClient, verifyClient', async () => {
    const { sessionId, cookie } = await signInAsUser();
    const value = /__client_[^=]*=([^;]+)/.exec(cookie)?.[1] ?? '';
    const client = await clerk.clients.verifyClient(value);
    expect(client).toMatchObject({ lastActiveSessionId: sessionId, sessionIds: [sessionId] });
    expect(await clerk.clients.getClient(client.id)).toEqual(client);
    const { data, totalCount } = await clerk.clients.getClientList({ limit: 500 });
    expect(data.map(({ id }) => id)).toContain(client.id);
    expect(totalCount).toBe(data.length);
    expect(await refusalOf(clerk.clients.verifyClient('unknown'))).toEqual([404, 'client_not_found']);
  });

  it('verifySession, createSession and the filters of getSessionList', async () => {
    const { sessionId } = await signInAsUser();
    const { jwt } = await clerk.sessions.getToken(sessionId);
    expect((await clerk.sessions.verifySession(sessionId, jwt)).id).toBe(sessionId);
    expect(await refusalOf(clerk.sessions.verifySession(sessionId, 'nonsense'))).toEqual([
      400,
      'invalid_session_token',
    ]);
    const made = await clerk.sessions.createSession({ userId: user.id });
    expect(made).toMatchObject({ userId: user.id, status: 'active' });
    const ofClient = await clerk.sessions.getSessionList({ clientId: made.clientId });
    expect(ofClient.data.map(({ id }) => id)).toEqual([made.id]);
    await clerk.sessions.revokeSession(made.id);
    const revoked = await clerk.sessions.getSessionList({ userId: user.id, status: 'revoked' });
    expect(revoked.data.map(({ id }) => id)).toContain(made.id);
  });

  it('createTestingToken', async () => {
    const token = (await clerk.testingTokens.createTestingToken()) as unknown as {
      token: string;
      expires_at: number;
    };
    expect(token.token).not.toBe('');
    expect(token.expires_at).toBeGreaterThan(Date.now());
  });
});
