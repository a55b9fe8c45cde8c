import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const newName = () => `Shop ${server.dependencies.random.secret(6)}`;

describe('POST /v1/platform/applications', () => {
  it('200: an application with an instance of its own, its secret key shown this once', async () => {
    const name = newName();
    const { status, body } = await platform.call('POST', '/applications', { name });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name, instances: [{ environment_type: 'development' }] });
    const [{ secret_key: secretKey, publishable_key: publishableKey, instance_id: id }] = body.instances;
    expect(publishableKey).toMatch(/^pk_test_/);
    const own = await server.inject({
      method: 'GET',
      url: '/v1/instance',
      headers: { authorization: `Bearer ${secretKey}` },
    });
    expect(own.json()).toMatchObject({ id });
    const jwks = await server.inject({
      method: 'GET',
      url: '/v1/jwks',
      headers: { authorization: `Bearer ${secretKey}` },
    });
    expect(jwks.json().keys).toHaveLength(1);
    const again = await platform.call('GET', `/applications/${body.application_id}`);
    expect(JSON.stringify(again.body)).not.toContain('secret_key');
  });

  it('gives two of one name slugs of their own, also at once', async () => {
    const name = newName();
    const made = await Promise.all([1, 2, 3].map(() => platform.call('POST', '/applications', { name })));
    const keys = made.map(({ status, body }) =>
      status === 200 ? body.instances[0].publishable_key : status,
    );
    expect(new Set(keys).size).toBe(3);
  });

  it.each([
    [{}, 'form_param_missing'],
    [{ name: '' }, 'form_param_nil'],
    [{ name: '店' }, 'form_param_format_invalid'],
    [{ name: 'x'.repeat(101) }, 'form_param_max_length_exceeded'],
    [{ name: 'x', slug: 'app' }, 'form_param_unknown'],
  ])('422: %j makes nothing', async (body, code) => {
    const answer = await platform.call('POST', '/applications', body);
    expect([answer.status, answer.body.errors[0].code]).toEqual([422, code]);
    const { body: applications } = await platform.call('GET', '/applications');
    const names = applications.map(({ name }: { name: string }) => name);
    expect(names).not.toContain('name' in body ? body.name : undefined);
  });

  it('403: for who owns one application only', async () => {
    const roles = [{ applicationId: server.instance.applicationId, role: 'owner' }] as const;
    const { token } = await platform.signInOperator(roles);
    const headers = { authorization: `Bearer ${token}` };
    expect((await platform.call('POST', '/applications', { name: 'x' }, headers)).status).toBe(403);
  });
});
