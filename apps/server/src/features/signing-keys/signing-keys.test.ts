import { createJwksKeySource, parseJwks, signJwt, tokenCategories } from '@bartleby/session-token';
import { importPublicKey, verifySessionTokenSync } from '@bartleby/session-token/node';
import { afterAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../runtime/refusal.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { serverActor } from '../events/index.ts';
import { getInstance } from '../instances/index.ts';
import {
  activateNextKey,
  activeSigner,
  listSigningKeys,
  prepareSigningKey,
  publicKeySet,
  publishNextKey,
  retireEndedKeys,
  withdrawKey,
} from './index.ts';

const server = await createTestServer();
afterAll(() => server.close());
const { dependencies, clock } = server;
const change = { instanceId: server.instance.id, actor: serverActor };
await prepareSigningKey(dependencies, server.instance.id);

const current = () => getInstance(dependencies, server.instance.id);
const publicDocument = (target: TestServer = server, headers: Record<string, string> = {}) =>
  target.inject({ url: `/i/${target.instance.slug}/.well-known/jwks.json`, headers });

describe('the first key', () => {
  it('is active at once, and made once', async () => {
    await Promise.all([
      prepareSigningKey(dependencies, change.instanceId),
      prepareSigningKey(dependencies, change.instanceId),
    ]);
    const keys = await listSigningKeys(dependencies.database.queries, change.instanceId);
    expect(keys.map((key) => key.status)).toEqual(['active']);
  });

  it('signs tokens that verify with the published set', async () => {
    const instance = await current();
    const signer = await activeSigner(dependencies, instance);
    const now = Math.floor(clock.now().getTime() / 1_000);
    const claims = {
      azp: 'http://localhost:3000',
      exp: now + 60,
      fva: [0, -1],
      iat: now,
      iss: instance.issuer,
      jti: 'a',
      nbf: now - 10,
      sid: 'sess_1',
      sts: 'active',
      sub: 'user_1',
      v: 2,
    };
    const token = await signJwt({
      claimsJson: JSON.stringify(claims),
      signer,
      category: tokenCategories.session,
    });
    const keys = createJwksKeySource((await publicDocument()).json(), importPublicKey);
    const result = verifySessionTokenSync(token, { keys, nowSeconds: now, issuer: instance.issuer });
    expect(result.ok).toBe(true);
  });

  it('keeps its private half sealed for its instance', async () => {
    const row = await dependencies.database.queries
      .selectFrom('signing_keys')
      .selectAll()
      .where('instance_id', '=', change.instanceId)
      .executeTakeFirstOrThrow();
    expect(row.sealed_private_key?.toString('latin1')).not.toContain('PRIVATE KEY');
    expect(() => dependencies.encryption.open(row.sealed_private_key!, 'signing_keys/other/other')).toThrow();
    expect(row.public_jwk).not.toHaveProperty('d');
  });
});

describe('GET /.well-known/jwks.json', () => {
  it('is public, cacheable and says 304 to who has it', async () => {
    const response = await publicDocument();
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers['cache-control']).toBe('public, max-age=60');
    expect(response.headers['access-control-allow-origin']).toBe('*');
    const [key] = (response.json() as { keys: Record<string, string>[] }).keys;
    expect(Object.keys(key!).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB' });
    const again = await publicDocument(server, { 'if-none-match': String(response.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('is the Backend API’s /v1/jwks too', async () => {
    const response = await server.backend('GET', '/v1/jwks');
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.json()).toEqual((await publicDocument()).json());
  });

  it('is 404 for an instance that does not exist', async () => {
    expect((await server.inject({ url: '/i/nobody/.well-known/jwks.json' })).statusCode).toBe(404);
  });

  it('gives the PEM for CLERK_JWT_KEY', async () => {
    const response = await server.inject({ url: `/i/${server.instance.slug}/.well-known/jwt-key.pem` });
    expect(response.body).toMatch(
      /^-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA/,
    );
  });

  it('still answers while the database is away, in both forms', async () => {
    const other = await createTestServer();
    await prepareSigningKey(other.dependencies, other.instance.id);
    const before = await publicDocument(other);
    await other.backend('GET', '/v1/jwks');
    const away = () => Promise.reject(new Refusal('service_unavailable'));
    const { queries } = other.dependencies.database;
    other.dependencies.database.queries = new Proxy(queries, {
      get: (target, name) =>
        name === 'selectFrom'
          ? () => {
              throw new Refusal('service_unavailable');
            }
          : Reflect.get(target, name),
    });
    other.dependencies.database.transaction = away;
    other.clock.advance(3_600);
    expect((await publicDocument(other)).json()).toEqual(before.json());
    expect((await other.backend('GET', '/v1/jwks')).json()).toEqual(before.json());
    expect((await other.backend('GET', '/v1/instance')).statusCode).toBe(503);
    await other.close();
  });
});

describe('a rotation', () => {
  it('publishes before it signs, and keeps publishing until the last token has ended', async () => {
    const [first] = (await publicKeySet(dependencies, await current())).keys;
    const nextId = await publishNextKey(dependencies, change);
    expect((await publicKeySet(dependencies, await current())).keys.map((key) => key.kid)).toEqual([
      first!.kid,
      nextId,
    ]);
    expect((await activeSigner(dependencies, await current())).keyId).toBe(first!.kid);
    await expect(publishNextKey(dependencies, change)).rejects.toMatchObject({ code: 'duplicate_record' });
    await expect(activateNextKey(dependencies, change)).rejects.toMatchObject({
      code: 'form_conditional_param_disallowed',
    });

    clock.advance(301);
    const before = await current();
    await activateNextKey(dependencies, change);
    const after = await current();
    expect(after.version).toBeGreaterThan(before.version);
    expect((await activeSigner(dependencies, after)).keyId).toBe(nextId);
    expect((await publicKeySet(dependencies, after)).keys.map((key) => key.kid)).toEqual([
      nextId,
      first!.kid,
    ]);

    expect(await retireEndedKeys(dependencies, change)).toBe(0);
    clock.advance(4_000);
    expect(await retireEndedKeys(dependencies, change)).toBe(1);
    expect((await publicKeySet(dependencies, await current())).keys.map((key) => key.kid)).toEqual([nextId]);
  });

  it('takes a leaked key back at once and signs with another', async () => {
    const [leaked] = (await publicKeySet(dependencies, await current())).keys;
    await withdrawKey(dependencies, { ...change, keyId: leaked!.kid! });
    const signer = await activeSigner(dependencies, await current());
    expect(signer.keyId).not.toBe(leaked!.kid);
    clock.advance(6);
    const published = parseJwks((await publicDocument()).json()).keys.map((key) => key.kid);
    expect(published).toEqual([signer.keyId]);
    await expect(withdrawKey(dependencies, { ...change, keyId: leaked!.kid! })).rejects.toMatchObject({
      code: 'resource_not_found',
    });
  });
});
