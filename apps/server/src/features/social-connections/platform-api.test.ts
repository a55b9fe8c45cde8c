import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { openClientSecret } from './open-client-secret.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const path = '/social_connections';
const google = { kind: 'google', client_id: 'google-id', client_secret: 'google-secret' };
const oidc = (key: string, fields: object = {}) => ({
  kind: 'oidc',
  key,
  name: 'Acme',
  issuer: 'https://login.example.com',
  client_id: 'id',
  client_secret: 'secret',
  ...fields,
});
const add = (body: object) => platform.onInstance('POST', path, body);
const social = async () =>
  (await server.frontend('GET', '/v1/environment')).json().user_settings.social as Record<string, unknown>;

describe('POST /social_connections', () => {
  it('200: stores the secret sealed, never shows it, and puts the button into the environment', async () => {
    const { status, body } = await add(google);
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'social_connection',
      id: expect.stringMatching(/^soc_/),
      strategy: 'oauth_google',
      kind: 'google',
      name: 'Google',
      logo_url: null,
      issuer: null,
      api_url: null,
      client_id: 'google-id',
      scopes: ['openid', 'email', 'profile'],
      enabled: true,
      callback_url: `${server.instance.frontendApiUrl}/v1/oauth_callback`,
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
    });
    const key = { instanceId: server.instance.id, id: body.id };
    expect(await openClientSecret(server.dependencies, key)).toBe('google-secret');
    const list = await platform.onInstance('GET', path);
    expect(list.body).toMatchObject({ data: [{ id: body.id }], total_count: 1 });
    expect(JSON.stringify([list.body, await social()])).not.toContain('google-secret');
    expect(await social()).toEqual({
      oauth_google: {
        enabled: true,
        required: false,
        authenticatable: true,
        block_email_subaddresses: false,
        strategy: 'oauth_google',
        not_selectable: false,
        deprecated: false,
        name: 'Google',
        logo_url: null,
      },
    });
  });

  it('200: OpenID Connect is named by its key and always asks for openid', async () => {
    const { body } = await add(
      oidc('acme', { scopes: ['email'], logo_url: 'https://acme.example/logo.svg' }),
    );
    expect(body).toMatchObject({ strategy: 'oauth_custom_acme', scopes: ['openid', 'email'] });
    expect((await social()).oauth_custom_acme).toMatchObject({
      name: 'Acme',
      logo_url: 'https://acme.example/logo.svg',
    });
  });

  it('400: a second connection with the same strategy', async () => {
    await add(oidc('twice'));
    const { status, body } = await add(oidc('twice'));
    expect([status, body.errors[0].code]).toEqual([400, 'duplicate_record']);
  });

  it.each([
    ['a kind that does not exist', { ...google, kind: 'myspace' }, 'kind'],
    ['no client id', { kind: 'google', client_secret: 'x' }, 'client_id'],
    ['a client secret with a line end', { ...google, client_secret: 'a\nb' }, 'client_secret'],
    ['OpenID Connect without a key', { ...oidc(''), key: undefined }, 'key'],
    ['a key with a blank', oidc('a b'), 'key'],
    ['OpenID Connect without an issuer', { ...oidc('x1'), issuer: null }, 'issuer'],
    ['OpenID Connect without a name', { ...oidc('x2'), name: undefined }, 'name'],
    ['an issuer over plain http', oidc('x3', { issuer: 'http://login.example.com' }), 'issuer'],
    ['an issuer with user info', oidc('x4', { issuer: 'https://a@login.example.com' }), 'issuer'],
    ['an issuer of another scheme', oidc('x5', { issuer: 'file:///etc/passwd' }), 'issuer'],
    ['a scope with a quote', oidc('x6', { scopes: ['a"b'] }), 'scopes'],
    ['a logo that is a script', oidc('x7', { logo_url: 'javascript:alert(1)' }), 'logo_url'],
  ])('422: %s', async (_, body, paramName) => {
    const { status, body: answer } = await add(body);
    expect([status, answer.errors[0].meta.param_name]).toEqual([422, paramName]);
    const stored = (await platform.onInstance('GET', path)).body.data;
    expect(
      stored.filter(({ strategy }: { strategy: string }) => strategy.startsWith('oauth_custom_x')),
    ).toEqual([]);
  });
});

describe('/social_connections/:connection_id', () => {
  it('200: changes what was said and keeps the rest, the secret too', async () => {
    const { body: made } = await add(oidc('changing'));
    const key = { instanceId: server.instance.id, id: made.id };
    const changes = { name: 'New name', enabled: false };
    const changed = await platform.onInstance('PATCH', `${path}/${made.id}`, changes);
    expect(changed.body).toMatchObject({ ...changes, issuer: made.issuer, client_id: 'id' });
    expect(await openClientSecret(server.dependencies, key)).toBe('secret');
    expect(await social()).not.toHaveProperty('oauth_custom_changing');
    await platform.onInstance('PATCH', `${path}/${made.id}`, { client_secret: 'another' });
    expect(await openClientSecret(server.dependencies, key)).toBe('another');
    expect((await platform.onInstance('GET', `${path}/${made.id}`)).body.name).toBe('New name');
  });

  it('422: what would break it changes nothing', async () => {
    const { body: made } = await add(oidc('unbroken'));
    const refused = await platform.onInstance('PATCH', `${path}/${made.id}`, { issuer: null });
    expect([refused.status, refused.body.errors[0].meta.param_name]).toEqual([422, 'issuer']);
    expect((await platform.onInstance('GET', `${path}/${made.id}`)).body).toEqual(made);
  });

  it('deletes it; 404 afterwards and for unknown ones', async () => {
    const { body: made } = await add(oidc('gone'));
    const deleted = await platform.onInstance('DELETE', `${path}/${made.id}`);
    expect(deleted.body).toEqual({ object: 'social_connection', id: made.id, deleted: true });
    for (const method of ['GET', 'PATCH', 'DELETE'] as const)
      expect(
        (await platform.onInstance(method, `${path}/${made.id}`, method === 'PATCH' ? {} : undefined)).status,
      ).toBe(404);
  });

  it('403: an operator who does not own the application changes nothing', async () => {
    const { body: made } = await add(oidc('guarded'));
    const viewer = await platform.signInOperator([
      { applicationId: server.instance.applicationId, role: 'viewer' },
    ]);
    const headers = { authorization: `Bearer ${viewer.token}` };
    const answer = await platform.onInstance('DELETE', `${path}/${made.id}`, undefined, headers);
    expect(answer.status).toBe(403);
    expect((await platform.onInstance('GET', `${path}/${made.id}`)).status).toBe(200);
  });
});
