import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { openTestBrowser } from '../../testing/test-browser.ts';

let server: TestServer;
let count = 0;
const PASSWORD = 'a long enough secret';

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const response = await server.backend(method, path, body);
  return { status: response.statusCode, body: response.json() };
}

async function make(fields: object = {}) {
  count += 1;
  const identifier = `dora${count}@example.com`;
  const user = (
    await call('POST', '/v1/users', { email_address: [identifier], password: PASSWORD, ...fields })
  ).body;
  return { user, identifier, path: `/v1/users/${user.id}` };
}

const signIn = (identifier: string, password: string) => {
  const browser = openTestBrowser(server);
  return browser
    .post('/v1/client/sign_ins', { strategy: 'password', identifier, password })
    .then((answer) => ({ browser, answer }));
};

describe('PATCH /v1/users/:user_id', () => {
  it('200: changes what was sent and nothing else', async () => {
    const { path } = await make({ first_name: 'Dora', last_name: 'Day', public_metadata: { a: 1 } });
    const { status, body } = await call('PATCH', path, { first_name: 'Doreen', last_name: '' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ first_name: 'Doreen', last_name: null, public_metadata: { a: 1 } });
  });

  it('200: a new password ends all sessions when asked', async () => {
    const { path, identifier } = await make();
    const { browser } = await signIn(identifier, PASSWORD);
    await call('PATCH', path, { password: 'another good secret', sign_out_of_other_sessions: true });
    expect((await browser.get('/v1/client')).body.response.sessions).toHaveLength(0);
    expect((await signIn(identifier, 'another good secret')).answer.status).toBe(200);
  });

  it('422: unknown fields, weak passwords, foreign primary addresses', async () => {
    const { path } = await make();
    const { user: stranger } = await make();
    for (const [fields, code] of [
      [{ banned: true }, 'form_param_unknown'],
      [{ password: 'password1' }, 'form_password_pwned'],
      [{ primary_email_address_id: stranger.email_addresses[0].id }, 'form_param_value_invalid'],
    ] as const)
      expect((await call('PATCH', path, fields)).body.errors[0].code).toBe(code);
  });

  it('404 for an unknown user', async () => {
    expect((await call('PATCH', '/v1/users/user_000000000000000000000000000', {})).status).toBe(404);
  });
});

describe('DELETE /v1/users/:user_id', () => {
  it('200: user, addresses and sessions are gone; the address is free again', async () => {
    const { path, user, identifier } = await make();
    const { browser } = await signIn(identifier, PASSWORD);
    const { status, body } = await call('DELETE', path);
    expect(status).toBe(200);
    expect(body).toEqual({ object: 'user', id: user.id, deleted: true });
    expect((await browser.get('/v1/client')).body.response.sessions).toHaveLength(0);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('POST', '/v1/users', { email_address: [identifier] })).status).toBe(200);
  });
});

describe('POST /v1/users/:user_id/ban and unban', () => {
  it('200: a ban ends the sessions and keeps the user out until it is lifted', async () => {
    const { path, identifier } = await make();
    const { browser } = await signIn(identifier, PASSWORD);
    expect((await call('POST', `${path}/ban`)).body.banned).toBe(true);
    expect((await browser.get('/v1/client')).body.response.sessions).toHaveLength(0);
    expect((await signIn(identifier, PASSWORD)).answer.status).toBe(403);
    expect((await call('POST', `${path}/unban`)).body.banned).toBe(false);
    expect((await signIn(identifier, PASSWORD)).answer.status).toBe(200);
  });
});

describe('POST /v1/users/:user_id/verify_password', () => {
  it('200 for the right one, 422 for a wrong one, 400 where there is none', async () => {
    const { path } = await make();
    expect(await call('POST', `${path}/verify_password`, { password: PASSWORD })).toEqual({
      status: 200,
      body: { verified: true },
    });
    const wrong = await call('POST', `${path}/verify_password`, { password: 'wrong' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ code: 'incorrect_password' }] } });
    const { path: without } = await make({ password: null });
    const none = await call('POST', `${without}/verify_password`, { password: 'wrong' });
    expect(none).toMatchObject({ status: 400, body: { errors: [{ code: 'no_password_set' }] } });
  });
});

describe('/v1/email_addresses', () => {
  it('200: added, vouched for, made primary, removed', async () => {
    const { user, path } = await make();
    const added = await call('POST', '/v1/email_addresses', {
      user_id: user.id,
      email_address: `Second${count}@example.com`,
    });
    expect(added.body).toMatchObject({ object: 'email_address', verification: null });
    const url = `/v1/email_addresses/${added.body.id}`;
    expect((await call('GET', url)).body).toEqual(added.body);
    expect((await call('PATCH', url, { primary: true })).status).toBe(422);
    const patched = await call('PATCH', url, { verified: true, primary: true });
    expect(patched.body.verification).toMatchObject({ status: 'verified', strategy: 'admin' });
    expect((await call('GET', path)).body.primary_email_address_id).toBe(added.body.id);
    expect((await call('DELETE', url)).body).toEqual({
      object: 'email_address',
      id: added.body.id,
      deleted: true,
    });
    expect((await call('GET', url)).status).toBe(404);
    expect((await call('GET', path)).body.primary_email_address_id).toBe(user.email_addresses[0].id);
  });

  it('400: the last verified address stays; 422: a taken one; 404: an unknown user', async () => {
    const { user } = await make();
    const { identifier } = await make();
    const last = await call('DELETE', `/v1/email_addresses/${user.email_addresses[0].id}`);
    expect(last).toMatchObject({ status: 400, body: { errors: [{ code: 'last_identifier_required' }] } });
    const taken = await call('POST', '/v1/email_addresses', { user_id: user.id, email_address: identifier });
    expect(taken.body.errors[0].code).toBe('form_identifier_exists');
    const nobody = { user_id: 'user_000000000000000000000000000', email_address: 'x@example.com' };
    expect((await call('POST', '/v1/email_addresses', nobody)).status).toBe(404);
  });
});

describe('/v1/sign_in_tokens', () => {
  it('200: a token signs in once; 400: what is used cannot be revoked, what is revoked cannot be used', async () => {
    const { user } = await make();
    const made = await call('POST', '/v1/sign_in_tokens', { user_id: user.id, expires_in_seconds: 60 });
    expect(made.body).toMatchObject({ object: 'sign_in_token', status: 'pending', user_id: user.id });
    expect(made.body.url).toContain(`__clerk_ticket=${made.body.token}`);
    const use = (ticket: string) =>
      openTestBrowser(server).post('/v1/client/sign_ins', { strategy: 'ticket', ticket });
    expect((await use(made.body.token)).status).toBe(200);
    const late = await call('POST', `/v1/sign_in_tokens/${made.body.id}/revoke`);
    expect(late).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'sign_in_token_cannot_be_revoked_code' }] },
    });
    const second = (await call('POST', '/v1/sign_in_tokens', { user_id: user.id })).body;
    expect((await call('POST', `/v1/sign_in_tokens/${second.id}/revoke`)).body.status).toBe('revoked');
    expect((await use(second.token)).body.errors[0].code).toBe('ticket_invalid');
  });

  it('422 and 404', async () => {
    const { user } = await make();
    const post = (body: object) => call('POST', '/v1/sign_in_tokens', body);
    expect((await post({})).body.errors[0].code).toBe('form_param_missing');
    const unknown = await post({ user_id: 'user_x' });
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([404, 'resource_not_found']);
    expect((await post({ user_id: user.id, expires_in_seconds: 0 })).body.errors[0].code).toBe(
      'form_param_value_too_small',
    );
    expect((await call('POST', '/v1/sign_in_tokens/sit_unknown/revoke')).status).toBe(404);
  });
});
