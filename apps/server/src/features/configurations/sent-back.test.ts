import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';

// What clients of the published API send: the answer of GET as a file, edited.

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const read = async (query = '') => (await platform.onInstance('GET', `/config${query}`)).body;

describe.each(['PATCH', 'PUT'] as const)('%s /config with the answer of GET', (method) => {
  it('takes the claims that were edited in it, beside the text that was not', async () => {
    const answer = await read();
    const claims = { plan: `{{user.public_metadata.plan}} ${method}` };
    const session = { ...answer.config.session, claims };
    const sent = { ...answer, config: { ...answer.config, session } };
    const { status, body } = await platform.onInstance(method, '/config', sent);
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.after.session.claims).toEqual(claims);
    expect((await read()).config.session.claims_source).toBe(JSON.stringify(claims, null, 2));
  });

  it('takes the text that was edited in it, beside the claims that were not', async () => {
    const answer = await read();
    const source = `{ "method": "${method}" }`;
    const session = { ...answer.config.session, claims_source: source };
    await platform.onInstance(method, '/config', { ...answer, config: { ...answer.config, session } });
    expect((await read()).config.session.claims_source).toBe(source);
  });

  it('expects the version that it was read with', async () => {
    const answer = await read();
    const { status, body } = await platform.onInstance(method, '/config', { ...answer, config_version: '1' });
    expect([status, body.errors[0].code]).toEqual([409, 'config_conflict']);
    const header = { 'if-match': answer.config_version };
    expect(
      (await platform.onInstance(method, '/config', { ...answer, config_version: '1' }, header)).status,
    ).toBe(200);
  });

  it('changes nothing when both forms were edited, or settings stand in both places', async () => {
    const answer = await read();
    const session = { ...answer.config.session, claims: { a: 1 }, claims_source: '{"b": 2}' };
    for (const sent of [
      { ...answer, config: { ...answer.config, session } },
      { ...answer, test_mode: false },
    ]) {
      const { status, body } = await platform.onInstance(method, '/config', sent);
      expect([status, body.errors[0].code]).toEqual([422, 'form_conditional_param_disallowed']);
    }
    expect(await read()).toEqual(answer);
  });
});

describe('GET /config and /config/schema', () => {
  it('answer the keys that are asked for, in one parameter or in several', async () => {
    for (const query of ['?keys=session,auth', '?keys=session&keys=auth']) {
      expect(Object.keys((await read(query)).config)).toEqual(['session', 'auth']);
      const { body } = await platform.onInstance('GET', `/config/schema${query}`);
      expect(Object.keys(body.properties)).toEqual(['session', 'auth']);
    }
    const unknown = await platform.onInstance('GET', '/config/schema?keys=sesion');
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'form_param_value_invalid']);
  });
});

describe('GET /applications', () => {
  it('has no secret keys to include: they are kept hashed', async () => {
    const plain = await platform.call('GET', '/applications');
    const asked = await platform.call('GET', '/applications?include_secret_keys=true');
    expect([asked.status, asked.body]).toEqual([200, plain.body]);
    expect(JSON.stringify(asked.body)).not.toContain('sk_');
  });
});
