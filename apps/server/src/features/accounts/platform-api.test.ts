import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const codesOf = (answer: { body: { errors: { code: string }[] } }) =>
  answer.body.errors.map(({ code }) => code);
const create = async (body: object = {}) => {
  const email_address = `${server.dependencies.random.secret(9).toLowerCase()}@example.com`;
  return (await platform.onInstance('POST', '/users', { email_address, ...body })).body;
};

describe('/users', () => {
  it('POST makes a user; GET shows it with its private metadata, the list without', async () => {
    const hostile = '<img src=x onerror=alert(1)> \u202e💥';
    const made = await create({
      first_name: hostile,
      last_name: 'Doe',
      password: 'correct horse battery staple',
      private_metadata: { canary: 'CANARY-20' },
    });
    expect(made).toMatchObject({ first_name: hostile, password_enabled: true });
    const one = await platform.onInstance('GET', `/users/${made.id}`);
    expect(one.body).toMatchObject({ id: made.id, private_metadata: { canary: 'CANARY-20' } });
    const list = await platform.onInstance('GET', '/users?query=onerror');
    expect(list.body).toMatchObject({ data: [{ id: made.id }], total_count: 1 });
    expect(JSON.stringify(list.body)).not.toContain('CANARY-20');
  });

  it('lists in pages and orders; another instance’s users are not there', async () => {
    const own = await createTestServer();
    const { onInstance } = await createPlatformCaller(own);
    const names = ['Ada', 'Bob', 'Cyd'];
    for (const [n, first_name] of names.entries())
      await onInstance('POST', '/users', { email_address: `${n}@example.com`, first_name });
    const list = async (query: string) => (await onInstance('GET', `/users?${query}`)).body;
    const firstNames = (body: { data: { first_name: string }[] }) => body.data.map((user) => user.first_name);
    expect(firstNames(await list('order_by=first_name'))).toEqual(names);
    expect(firstNames(await list('order_by=-first_name&limit=1&offset=1'))).toEqual(['Bob']);
    expect((await list('limit=1')).total_count).toBe(3);
    const wrong = await onInstance('GET', '/users?limit=0');
    expect([wrong.status, codesOf(wrong)]).toEqual([422, ['form_param_value_too_small']]);
    expect(codesOf(await onInstance('GET', '/users?order_by=password'))).toEqual([
      'form_param_format_invalid',
    ]);
    expect(codesOf(await onInstance('GET', '/users?page=1'))).toEqual(['form_param_unknown']);
    const foreign = await create();
    expect((await onInstance('GET', `/users/${foreign.id}`)).status).toBe(404);
    await own.close();
  });

  it('POST answers 422 for what cannot be', async () => {
    const taken = await create();
    const [{ email_address }] = taken.email_addresses;
    for (const [body, code] of [
      [{}, 'form_data_missing'],
      [{ email_address: 'nope' }, 'form_param_format_invalid'],
      [{ email_address }, 'form_identifier_exists'],
      [{ email_address: 'x1@example.com', password: 'short' }, 'form_password_length_too_short'],
      [{ email_address: 'x2@example.com', public_metadata: [] }, 'form_param_type_invalid'],
      [{ email_address: 'x3@example.com', admin: true }, 'form_param_unknown'],
    ] as const) {
      const answer = await platform.onInstance('POST', '/users', body);
      expect([body, answer.status, codesOf(answer)]).toEqual([body, 422, [code]]);
    }
  });

  it('PATCH changes names, and only those that were sent', async () => {
    const { id } = await create({ first_name: 'Ada', last_name: 'L', private_metadata: { keep: 1 } });
    const patched = await platform.onInstance('PATCH', `/users/${id}`, {
      first_name: 'Eva',
      external_id: 'e1',
    });
    expect(patched.body).toMatchObject({
      first_name: 'Eva',
      last_name: 'L',
      external_id: 'e1',
      private_metadata: { keep: 1 },
    });
    const cleared = await platform.onInstance('PATCH', `/users/${id}`, { last_name: null });
    expect(cleared.body.last_name).toBeNull();
    expect((await platform.onInstance('PATCH', '/users/user_nope', { first_name: 'x' })).status).toBe(404);
  });

  it('PUT metadata replaces each field that was sent; PATCH merges', async () => {
    const { id } = await create({ public_metadata: { a: 1, b: 2 }, private_metadata: { keep: 1 } });
    const put = await platform.onInstance('PUT', `/users/${id}/metadata`, { public_metadata: { c: 3 } });
    expect(put.body).toMatchObject({ public_metadata: { c: 3 }, private_metadata: { keep: 1 } });
    expect(put.body.public_metadata).toEqual({ c: 3 });
    const patched = await platform.onInstance('PATCH', `/users/${id}/metadata`, {
      public_metadata: { d: 4 },
    });
    expect(patched.body.public_metadata).toEqual({ c: 3, d: 4 });
    const large = { public_metadata: { text: 'x'.repeat(9_000) } };
    const answer = await platform.onInstance('PUT', `/users/${id}/metadata`, large);
    expect([answer.status, codesOf(answer)]).toEqual([422, ['form_param_exceeds_allowed_size']]);
  });

  it('DELETE removes a user and ends its sessions', async () => {
    const { user, session, cookies } = await signInTestUser(server);
    const { status, body } = await platform.onInstance('DELETE', `/users/${user.id}`);
    expect([status, body]).toEqual([200, { object: 'user', id: user.id, deleted: true }]);
    expect((await platform.onInstance('GET', `/users/${user.id}`)).status).toBe(404);
    const token = await server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
    expect(token.statusCode).toBe(401);
    expect((await platform.onInstance('DELETE', `/users/${user.id}`)).status).toBe(404);
  });
});

describe('sessions of a user', () => {
  it('are listed, and a revoked one gets no further token', async () => {
    const { user, session, cookies } = await signInTestUser(server);
    const listed = await platform.onInstance('GET', `/users/${user.id}/sessions`);
    expect(listed.body).toMatchObject({ data: [{ id: session.id, status: 'active' }], total_count: 1 });
    const tokens = () => server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
    expect((await tokens()).statusCode).toBe(200);
    const revoked = await platform.onInstance('POST', `/sessions/${session.id}/revoke`);
    expect([revoked.status, revoked.body.status]).toEqual([200, 'revoked']);
    expect((await tokens()).statusCode).toBe(401);
    const again = await platform.onInstance('POST', `/sessions/${session.id}/revoke`);
    expect([again.status, codesOf(again)]).toEqual([400, ['session_not_active']]);
  });

  it('404 for an unknown user or session, and another instance’s', async () => {
    const other = await createTestServer();
    const stranger = await signInTestUser(other);
    for (const id of ['user_nope', stranger.user.id])
      expect((await platform.onInstance('GET', `/users/${id}/sessions`)).status).toBe(404);
    for (const id of ['sess_nope', stranger.session.id])
      expect((await platform.onInstance('POST', `/sessions/${id}/revoke`)).status).toBe(404);
    await other.close();
  });
});
