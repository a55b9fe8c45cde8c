import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { openTestBrowser } from '../../../testing/test-browser.ts';
import { listEvents } from '../../events/index.ts';

let server: TestServer;
let platform: PlatformCaller;
let count = 0;
const PASSWORD = 'a long enough secret';
const SCHEMAS = {
  public: { type: 'object', required: ['plan'], properties: { plan: { enum: ['free', 'pro'] } } },
  unsafe: { type: 'object', properties: { theme: { type: 'string' } }, additionalProperties: false },
  private: { type: 'object', properties: { crm: { type: 'integer' } } },
};

beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const enforce = (enforcement: 'warn' | 'refuse') =>
  platform.onInstance('PATCH', '/config', { metadata_schemas: { ...SCHEMAS, enforcement } });
const backend = async (method: 'POST' | 'PATCH' | 'PUT' | 'GET', path: string, body?: object) => {
  const answer = await server.backend(method, path, body);
  return { status: answer.statusCode, body: answer.json() };
};
const address = (kind = '') => {
  count += 1;
  return `dan${kind}${count}@example.com`;
};
const make = (fields: object = {}) =>
  backend('POST', '/v1/users', { email_address: [address()], password: PASSWORD, ...fields });
const placesOf = ({ body }: { body: { errors: { code: string; meta: object }[] } }) =>
  body.errors.map(({ code, meta }) => ({ code, ...meta }));
const violationEvents = async () => {
  const { database } = server.dependencies;
  const events = await listEvents(database.queries, server.instance.id, 100);
  return events.filter(({ type }) => type === 'user.metadata_schema_violated').map(({ data }) => data);
};
const browserOf = async (user: { email_addresses: { email_address: string }[] }) => {
  const browser = openTestBrowser(server);
  const identifier = user.email_addresses[0]?.email_address ?? '';
  await browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password: PASSWORD });
  return browser;
};

describe('where the instance warns', () => {
  beforeEach(() => enforce('warn'));

  it('a write that violates a schema succeeds, and is noted: places, and of private metadata none', async () => {
    const { status, body: user } = await make({
      public_metadata: { plan: 'gold' },
      unsafe_metadata: { thema: 'dark' },
      private_metadata: { crm: 'canary' },
    });
    expect([status, user.public_metadata]).toEqual([200, { plan: 'gold' }]);
    expect(await violationEvents()).toEqual([
      {
        id: user.id,
        violations: [
          { field: 'public_metadata', pointer: '/plan', keyword: 'enum' },
          { field: 'unsafe_metadata', pointer: '/thema', keyword: 'additionalProperties' },
          { field: 'private_metadata' },
        ],
      },
    ]);
  });

  it('what conforms, and what a request does not write, is not noted', async () => {
    const before = (await violationEvents()).length;
    const { body: user } = await make();
    await backend('PATCH', `/v1/users/${user.id}/metadata`, { public_metadata: { plan: 'pro' } });
    await backend('PATCH', `/v1/users/${user.id}`, { first_name: 'Dan' });
    expect(await violationEvents()).toHaveLength(before);
  });

  it('a sign-up is noted when it makes the user', async () => {
    const noted = (await violationEvents()).length;
    const form = {
      email_address: address('+clerk_test'),
      password: PASSWORD,
      unsafe_metadata: '{"theme":1}',
    };
    const browser = openTestBrowser(server);
    const made = await browser.post('/v1/client/sign_ups', form);
    const attempt = `/v1/client/sign_ups/${made.body.response.id}`;
    await browser.post(`${attempt}/prepare_verification`, { strategy: 'email_code' });
    const done = await browser.post(`${attempt}/attempt_verification`, {
      strategy: 'email_code',
      code: '424242',
    });
    expect(done.body.response.status).toBe('complete');
    const events = await violationEvents();
    expect(events).toHaveLength(noted + 1);
    expect(events[0]).toEqual({
      id: done.body.response.created_user_id,
      violations: [{ field: 'unsafe_metadata', pointer: '/theme', keyword: 'type' }],
    });
  });
});

describe('where the instance refuses', () => {
  beforeEach(() => enforce('refuse'));

  it('422 tells the place, on the Backend, Platform and Frontend API, and nothing is written', async () => {
    const { body: user } = await make({ public_metadata: { plan: 'pro' } });
    const place = { code: 'metadata_schema_violated', param_name: 'public_metadata', pointer: '/plan' };
    const noted = (await violationEvents()).length;
    for (const send of [
      () => make({ public_metadata: { plan: 'gold' } }),
      () => backend('PATCH', `/v1/users/${user.id}/metadata`, { public_metadata: { plan: null } }),
      () => backend('PUT', `/v1/users/${user.id}/metadata`, { public_metadata: {} }),
      () => platform.onInstance('PATCH', `/users/${user.id}/metadata`, { public_metadata: { plan: 1 } }),
      () => platform.onInstance('POST', '/users', { email_address: address(), public_metadata: {} }),
      () => backend('POST', '/v1/invitations', { email_address: address(), public_metadata: { plan: 2 } }),
    ]) {
      const answer = await send();
      expect([answer.status, placesOf(answer)]).toEqual([422, [place]]);
    }
    const browser = await browserOf(user);
    for (const path of ['/v1/me', '/v1/me/metadata']) {
      const answer = await browser.send('PATCH', path, { unsafe_metadata: '{"theme":1}' });
      expect([answer.status, placesOf(answer)]).toEqual([
        422,
        [{ code: 'metadata_schema_violated', param_name: 'unsafe_metadata', pointer: '/theme' }],
      ]);
      expect(answer.body.errors[0].long_message).toBe('unsafe_metadata/theme must be a string.');
    }
    const signUp = { email_address: address(), unsafe_metadata: '{"x":1}' };
    expect((await openTestBrowser(server).post('/v1/client/sign_ups', signUp)).status).toBe(422);
    expect((await backend('GET', `/v1/users/${user.id}`)).body).toMatchObject({
      public_metadata: { plan: 'pro' },
      unsafe_metadata: {},
    });
    expect(await violationEvents()).toHaveLength(noted);
  });

  it('of metadata that only the application can write, a sign-up and a change of a name know nothing', async () => {
    const { status, body: user } = await make();
    expect(status).toBe(200);
    const browser = await browserOf(user);
    expect((await browser.send('PATCH', '/v1/me', { first_name: 'Dan' })).status).toBe(200);
    const conforming = await browser.send('PATCH', '/v1/me/metadata', {
      unsafe_metadata: '{"theme":"dark"}',
    });
    expect(conforming.status).toBe(200);
  });
});
