import { generateKeyPairSync } from 'node:crypto';
import {
  createKeySource,
  tokenCategories,
  verifyCustomJwt,
  verifySessionToken,
} from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appOrigin, createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type SignedInBrowser, signInTestUser } from '../../testing/signed-in-browser.ts';
import { publicKeySet } from '../signing-keys/index.ts';

let server: TestServer;
let browser: SignedInBrowser;
beforeAll(async () => {
  server = await createTestServer();
  browser = await signInTestUser(server, {
    firstName: 'Ada',
    lastName: 'Lovelace',
    publicMetadata: { plan: 'pro' },
    privateMetadata: { hidden: 'never-in-a-token' },
  });
});
afterAll(() => server.close());

let names = 0;
async function template(claims: object, settings: object = {}): Promise<{ id: string; name: string }> {
  names += 1;
  const name = `custom-${names}`;
  const answer = await server.backend('POST', '/v1/jwt_templates', { name, claims, ...settings });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

const ask = (name: string, by: Pick<SignedInBrowser, 'session' | 'cookies'> = browser, form = {}) =>
  server.frontend('POST', `/v1/client/sessions/${by.session.id}/tokens/${name}`, {
    form,
    cookies: by.cookies,
  });
const askByKey = (name: string, body?: object, sessionId = browser.session.id) =>
  server.backend('POST', `/v1/sessions/${sessionId}/tokens/${name}`, body);
const now = () => Math.floor(server.clock.now().getTime() / 1000);
const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;

const keySets = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsaKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: typeof rsaKeys.privateKey) => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const SECRET = 'sixty-four bytes are as many as the hash of HS512 has, so: enough';

describe('POST /v1/client/sessions/:id/tokens/:template', () => {
  it('200: a bare token with the template’s claims and the default ones, no session claims', async () => {
    const { name } = await template(
      {
        aud: 'convex',
        name: '{{user.full_name}}',
        plan: '{{user.public_metadata.plan}}',
        actor: '{{session.actor}}',
      },
      { lifetime: 300, allowed_clock_skew: 7 },
    );
    const answer = await ask(name);
    expect(answer.statusCode).toBe(200);
    expect(Object.keys(answer.json())).toEqual(['object', 'jwt']);
    const { jwt } = answer.json();
    const jwks = await publicKeySet(server.dependencies, server.instance);
    const { payload, protectedHeader } = await jwtVerify(
      jwt,
      createLocalJWKSet({ keys: jwks.keys.map((key) => ({ ...key })) }),
      {
        algorithms: ['RS256'],
        audience: 'convex',
        issuer: server.instance.issuer,
        currentDate: server.clock.now(),
      },
    );
    expect(payload).toEqual({
      actor: null,
      aud: 'convex',
      azp: appOrigin,
      exp: now() + 300,
      iat: now(),
      iss: server.instance.issuer,
      jti: expect.stringMatching(/^[0-9A-Za-z]{20,}$/),
      name: 'Ada Lovelace',
      nbf: now() - 7,
      plan: 'pro',
      sub: browser.user.id,
    });
    expect(protectedHeader).toMatchObject({ cat: tokenCategories.customJwt, oiat: now(), typ: 'JWT' });
    expect(answer.body).not.toContain('never-in-a-token');
  });

  it('never verifies as a session token, and does verify as a custom JWT', async () => {
    const { name } = await template({ note: 'x' });
    const { jwt } = (await ask(name)).json();
    const { keys } = await publicKeySet(server.dependencies, server.instance);
    const options = { keys: createKeySource(keys.map((key) => importPublicKey(key))), nowSeconds: now() };
    expect(await verifySessionToken(jwt, options)).toMatchObject({ ok: false, reason: 'category' });
    expect(await verifyCustomJwt(jwt, options)).toMatchObject({ ok: true });
  });

  it.each([
    ['HS256', SECRET, new TextEncoder().encode(SECRET)],
    ['HS384', SECRET, new TextEncoder().encode(SECRET)],
    ['HS512', SECRET, new TextEncoder().encode(SECRET)],
    ['RS256', pem(rsaKeys.privateKey), rsaKeys.publicKey],
    ['RS384', pem(rsaKeys.privateKey), rsaKeys.publicKey],
    ['RS512', pem(rsaKeys.privateKey), rsaKeys.publicKey],
    ['ES256', pem(keySets.privateKey), keySets.publicKey],
  ] as const)(
    '200: signed with a key of its own by %s; its consumer verifies with jose',
    async (algorithm, key, consumer) => {
      const { id, name } = await template(
        { aud: 'consumer' },
        { custom_signing_key: true, signing_algorithm: algorithm, signing_key: key },
      );
      const { jwt } = (await ask(name)).json();
      const { payload, protectedHeader } = await jwtVerify(jwt, consumer, {
        algorithms: [algorithm],
        audience: 'consumer',
        currentDate: server.clock.now(),
      });
      expect(payload.sub).toBe(browser.user.id);
      expect(protectedHeader).toMatchObject({ alg: algorithm, kid: id, cat: tokenCategories.customJwt });
      const { keys } = await publicKeySet(server.dependencies, server.instance);
      expect(keys.map(({ kid }) => kid)).not.toContain(id);
    },
  );

  it('404: an unknown name, another instance’s, a deleted one; 401 before that without a session', async () => {
    const { id, name } = await template({});
    expect((await ask(name)).statusCode).toBe(200);
    await server.backend('DELETE', `/v1/jwt_templates/${id}`);
    for (const gone of [name, 'nope', '__session', 'constructor', 'x'.repeat(90)]) {
      const answer = await ask(gone);
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'resource_not_found']);
    }
    const other = await createTestServer();
    await other.backend('POST', '/v1/jwt_templates', { name: 'theirs', claims: {} });
    expect((await ask('theirs')).statusCode).toBe(404);
    await other.close();
    const path = `/v1/client/sessions/${browser.session.id}/tokens/nope`;
    expect((await server.frontend('POST', path, { form: {} })).statusCode).toBe(401);
  });

  it('401: another browser’s session, an ended one, a banned user’s; as for session tokens', async () => {
    const { name } = await template({});
    const second = await signInTestUser(server);
    expect((await ask(name, { session: browser.session, cookies: second.cookies })).statusCode).toBe(401);
    await server.backend('POST', `/v1/sessions/${second.session.id}/revoke`);
    expect((await ask(name, second)).statusCode).toBe(401);
    const banned = await signInTestUser(server);
    await server.backend('POST', `/v1/users/${banned.user.id}/ban`);
    expect((await ask(name, banned)).statusCode).toBe(401);
  });

  it('404: an organization is named, of which nobody is a member', async () => {
    const { name } = await template({});
    expect((await ask(name, browser, { organization_id: 'org_1' })).statusCode).toBe(404);
    expect((await ask(name, browser, { organization_id: '' })).statusCode).toBe(200);
  });

  it('400: a token over 16,384 characters, with the template’s name; the session goes on', async () => {
    const { name } = await template({ a: '{{user.public_metadata}}', b: '{{user.public_metadata}}' });
    const big = await signInTestUser(server, { publicMetadata: { text: 'x'.repeat(7_000) } });
    const answer = await ask(name, big);
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'custom_jwt_too_large']);
    expect(answer.body).toContain(name);
    expect((await ask('nope', big)).statusCode).toBe(404);
  });
});

describe('POST /v1/sessions/:id/tokens/:template', () => {
  it('200: without azp, with a lifetime of the caller’s; 422 out of range; 404 unknown or over', async () => {
    const { name } = await template({ aud: 'x' });
    const claims = decodeJwt((await askByKey(name)).json().jwt);
    expect(claims).not.toHaveProperty('azp');
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60);
    const long = decodeJwt((await askByKey(name, { expires_in_seconds: 86_400 })).json().jwt);
    expect(Number(long.exp) - Number(long.iat)).toBe(86_400);
    for (const expires_in_seconds of [29, 315_360_001, 'x', 1.5])
      expect((await askByKey(name, { expires_in_seconds })).statusCode).toBe(422);
    expect(codeOf(await askByKey('nope'))).toBe('resource_not_found');
    expect((await askByKey(name, {}, 'sess_nope')).statusCode).toBe(404);
    const ended = await signInTestUser(server);
    await server.backend('POST', `/v1/sessions/${ended.session.id}/revoke`);
    expect((await askByKey(name, {}, ended.session.id)).statusCode).toBe(404);
  });
});

describe('a custom JWT', () => {
  it('is one named statement once the node knows the template, and follows every change at once', async () => {
    const { id, name } = await template({ v1: true });
    for (let count = 0; count < 3; count += 1) await ask(name);
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    await ask(name);
    const statements = spy.mock.calls.map(([query]) => query as unknown as { text: string; name: string });
    spy.mockRestore();
    expect(statements).toHaveLength(1);
    expect(statements[0]?.name).toMatch(/^bartleby_/);
    expect(statements[0]?.text).not.toMatch(/private_metadata|password_hash/);
    const body = { name, claims: { mail: '{{user.primary_email_address}}' } };
    await server.backend('PATCH', `/v1/jwt_templates/${id}`, body);
    expect(decodeJwt((await ask(name)).json().jwt)).toMatchObject({
      mail: browser.user.emailAddresses[0]?.emailAddress,
    });
    const key = { custom_signing_key: true, signing_algorithm: 'HS256', signing_key: SECRET };
    await server.backend('PATCH', `/v1/jwt_templates/${id}`, { ...body, ...key });
    expect(decodeProtectedHeader((await ask(name)).json().jwt).alg).toBe('HS256');
    await server.backend('PATCH', `/v1/jwt_templates/${id}`, { ...body, custom_signing_key: false });
    expect(decodeProtectedHeader((await ask(name)).json().jwt).alg).toBe('RS256');
  });

  it('counts as use of the session', async () => {
    const { name } = await template({});
    const used = await signInTestUser(server);
    server.clock.advance(300);
    await ask(name, used);
    const lastActiveAt = async () => {
      const { rows } = await sql<{ last_active_at: Date }>`select last_active_at from sessions
        where id = ${used.session.id}`.execute(server.dependencies.database.queries);
      return rows[0]?.last_active_at;
    };
    await expect.poll(lastActiveAt).toEqual(server.clock.now());
  });

  it('reserved claims in a stored template are left out, whoever put them there', async () => {
    const { id, name } = await template({ ok: 1 });
    await sql`update jwt_template_versions set source = '{"sub":"user_admin","sid":"sess_x","ok":1}'
      where template_id = ${id}`.execute(server.dependencies.database.queries);
    const claims = decodeJwt((await ask(name)).json().jwt);
    expect(claims).toMatchObject({ sub: browser.user.id, ok: 1 });
    expect(claims).not.toHaveProperty('sid');
  });
});
