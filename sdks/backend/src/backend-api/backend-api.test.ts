import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeServer } from '../testing/fake-server.ts';
import { SECRET_KEY } from '../testing/sign-test-token.ts';
import { type BackendApi, createBackendApi } from './backend-api.ts';
import { type BartlebyAPIResponseError, isBartlebyAPIResponseError } from './backend-api-error.ts';
import { toCamelCase, toSnakeCase } from './letter-case.ts';

let server: Awaited<ReturnType<typeof startFakeServer>>;
let api: BackendApi;

const USER = {
  object: 'user',
  id: 'user_1',
  first_name: 'Ada',
  last_name: null,
  primary_email_address_id: 'idn_1',
  email_addresses: [
    { id: 'idn_1', object: 'email_address', email_address: 'ada@example.com', linked_to: [] },
  ],
  public_metadata: { snake_case: { inner_key: 1 } },
};

beforeEach(async () => {
  server = await startFakeServer({
    'GET /v1/users/user_1': { json: USER },
    'GET /v1/users': { json: [USER] },
    'GET /v1/users/count': { json: { object: 'total_count', total_count: 41 } },
    'POST /v1/users': { json: USER },
    'PATCH /v1/users/user_1': { json: USER },
    'PUT /v1/users/user_1/metadata': { json: USER },
    'PATCH /v1/users/user_1/metadata': { json: USER },
    'GET /v1/sessions': { json: { data: [{ id: 'sess_1', user_id: 'user_1' }], total_count: 1 } },
    'POST /v1/sessions/sess_1/revoke': { json: { id: 'sess_1', status: 'revoked' } },
    'POST /v1/sessions/sess_1/tokens': { json: { object: 'token', jwt: 'a' } },
    'POST /v1/sessions/sess_1/tokens/hasura': { json: { object: 'token', jwt: 'b' } },
    'POST /v1/testing_tokens': { json: { object: 'testing_token', token: 't', expires_at: 1 } },
    'GET /v1/instance': { json: { object: 'instance', id: 'ins_1', environment_type: 'development' } },
    'POST /v1/sign_in_tokens': {
      status: 422,
      headers: { 'retry-after': '7' },
      json: {
        errors: [
          { code: 'form_param_missing', message: 'm', long_message: 'l', meta: { param_name: 'user_id' } },
        ],
        clerk_trace_id: 'trace_1',
      },
    },
  });
  api = createBackendApi({ apiUrl: server.apiUrl, secretKey: SECRET_KEY, userAgent: 'test', fetch });
});
afterEach(() => server.stop());

const last = () => server.requests.at(-1)!;

describe('Backend API client', () => {
  it('sends key, version and content type, and answers in camelCase with metadata untouched', async () => {
    const user = await api.users.getUser('user_1');
    expect(user).toMatchObject({
      id: 'user_1',
      firstName: 'Ada',
      fullName: 'Ada',
      primaryEmailAddress: { emailAddress: 'ada@example.com', linkedTo: [] },
      publicMetadata: { snake_case: { inner_key: 1 } },
      raw: USER,
    });
    expect(last().headers).toMatchObject({
      authorization: `Bearer ${SECRET_KEY}`,
      'clerk-api-version': '2026-05-12',
      'content-type': 'application/json',
      'user-agent': 'test',
    });
  });

  it('lists users with their count', async () => {
    const list = await api.users.getUserList({
      emailAddress: ['a@x.test', 'b@x.test'],
      limit: 1,
      orderBy: '-created_at',
    });
    expect([list.data.length, list.totalCount]).toEqual([1, 41]);
    const asked = server.requests.find(({ path }) => path === '/v1/users');
    expect(asked?.query.getAll('email_address')).toEqual(['a@x.test', 'b@x.test']);
    expect(asked?.query.get('order_by')).toBe('-created_at');
    expect(server.requests.find(({ path }) => path === '/v1/users/count')?.query.has('limit')).toBe(false);
  });

  it('writes top-level keys in snake_case and keeps what an app wrote', async () => {
    await api.users.createUser({
      emailAddress: ['a@x.test'],
      firstName: 'A',
      publicMetadata: { keepThis: 1 },
      createdAt: new Date(0),
    });
    expect(last().body).toEqual({
      email_address: ['a@x.test'],
      first_name: 'A',
      public_metadata: { keepThis: 1 },
      created_at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('splits metadata off an update, and merges by its own call', async () => {
    await api.users.updateUser('user_1', { firstName: null, publicMetadata: { a: 1 } });
    expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/v1/users/user_1', { first_name: null }],
      ['PUT', '/v1/users/user_1/metadata', { public_metadata: { a: 1 } }],
    ]);
    await api.users.updateUserMetadata('user_1', { privateMetadata: { b: null } });
    expect([last().method, last().body]).toEqual(['PATCH', { private_metadata: { b: null } }]);
  });

  it('sessions: list, revoke, tokens', async () => {
    expect(await api.sessions.getSessionList({ userId: 'user_1' })).toEqual({
      data: [{ id: 'sess_1', userId: 'user_1' }],
      totalCount: 1,
    });
    expect(last().query.get('paginated')).toBe('true');
    expect((await api.sessions.revokeSession('sess_1')).status).toBe('revoked');
    expect(last().body).toBeUndefined();
    expect((await api.sessions.getToken('sess_1')).jwt).toBe('a');
    expect((await api.sessions.getToken('sess_1', 'hasura', 30)).jwt).toBe('b');
    expect(last().body).toEqual({ expires_in_seconds: 30 });
  });

  it('the smaller resources', async () => {
    expect(await api.testingTokens.createTestingToken()).toMatchObject({ token: 't', expiresAt: 1 });
    expect(await api.instance.get()).toMatchObject({ id: 'ins_1', environmentType: 'development' });
  });

  it('throws refusals whole', async () => {
    const error = await api.signInTokens.createSignInToken({ userId: '' }).catch((caught: unknown) => caught);
    expect(isBartlebyAPIResponseError(error)).toBe(true);
    expect(error).toMatchObject({
      status: 422,
      clerkTraceId: 'trace_1',
      retryAfter: 7,
      message: 'l',
      errors: [
        { code: 'form_param_missing', message: 'm', longMessage: 'l', meta: { paramName: 'user_id' } },
      ],
    });
  });

  it('says when nobody answers, or not in JSON', async () => {
    const gone = createBackendApi({ apiUrl: 'http://127.0.0.1:1', secretKey: 'x', userAgent: 'test', fetch });
    const error = (await gone.instance.get().catch((caught: unknown) => caught)) as BartlebyAPIResponseError;
    expect([error.status, error.errors[0]?.code, error.message]).toEqual([
      undefined,
      'unexpected_error',
      expect.stringContaining('BARTLEBY_API_URL'),
    ]);
    const html = async () => new Response('<html>');
    const wrong = createBackendApi({
      apiUrl: 'http://127.0.0.1:1',
      secretKey: 'x',
      userAgent: 'test',
      fetch: html,
    });
    await expect(wrong.instance.get()).rejects.toThrow(/not JSON/);
  });

  it('keeps ids in their place in the path', async () => {
    for (const id of ['', '.', '..', 'a/../b']) expect(() => api.sessions.getSession(id)).toThrow(/id/);
    await api.sessions.getSession('a?b#c').catch(() => undefined);
    expect(last().path).toBe('/v1/sessions/a%3Fb%23c');
  });
});

describe('letter case', () => {
  it.each([
    ['primaryEmailAddressID', 'primary_email_address_id'],
    ['firstName', 'first_name'],
    ['createdAtBefore', 'created_at_before'],
    ['query', 'query'],
  ])('%s ↔ %s', (camel, snake) => {
    expect(toSnakeCase(camel)).toBe(snake);
    expect(toCamelCase(snake).toLowerCase()).toBe(camel.toLowerCase());
  });
});
