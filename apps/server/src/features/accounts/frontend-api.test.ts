import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { lastCodeFor, openTestBrowser } from '../../testing/test-browser.ts';
import { createUser, type UserInput } from '../users/index.ts';

let server: TestServer;
let count = 0;
const PASSWORD = 'a long enough secret';

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

async function signIn(input: UserInput = {}) {
  count += 1;
  const identifier = `eve${count}@example.com`;
  const actor = { type: 'server', id: null } as const;
  const { instance, dependencies } = server;
  const fields = { emailAddresses: [identifier], password: PASSWORD, ...input };
  const user = await createUser(dependencies, { ...fields, instance, actor });
  const enter = async () => {
    const browser = openTestBrowser(server);
    await browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password: PASSWORD });
    return browser;
  };
  return { user, identifier, enter, browser: await enter() };
}

describe('GET and PATCH /v1/me', () => {
  it('200: the own account, without private metadata', async () => {
    const { browser, user } = await signIn({ privateMetadata: { canary: 'private-canary' } });
    const { status, body } = await browser.get('/v1/me');
    expect(status).toBe(200);
    expect(body.response).toMatchObject({ object: 'user', id: user.id });
    const changed = await browser.send('PATCH', '/v1/me', {
      first_name: 'Eve',
      unsafe_metadata: '{"a":{"b":1}}',
    });
    expect(changed.body.response).toMatchObject({ first_name: 'Eve', unsafe_metadata: { a: { b: 1 } } });
    expect(changed.body.client.sessions[0].user.first_name).toBe('Eve');
    const merged = await browser.send('PATCH', '/v1/me/metadata', { unsafe_metadata: '{"a":{"c":2}}' });
    expect(merged.body.response.unsafe_metadata).toEqual({ a: { b: 1, c: 2 } });
    expect(JSON.stringify([body, changed.body, merged.body])).not.toContain('private-canary');
    expect(server.dependencies.logLines.join('\n')).not.toContain('private-canary');
  });

  it('a browser can write neither public nor private metadata', async () => {
    const { browser } = await signIn({ publicMetadata: { role: 'user' } });
    const form = { public_metadata: '{"role":"admin"}', private_metadata: '{"x":1}' };
    for (const path of ['/v1/me', '/v1/me/metadata'])
      await browser.send('PATCH', path, { ...form, unsafe_metadata: '{}' });
    const { body } = await browser.get('/v1/me');
    expect(body.response.public_metadata).toEqual({ role: 'user' });
    const { user_id: userId } = (await browser.get('/v1/client')).body.response.sessions[0].public_user_data;
    expect((await server.backend('GET', `/v1/users/${userId}`)).json().private_metadata).toEqual({});
  });

  it('401: strangers, and a session that is not the browser’s', async () => {
    const { browser } = await signIn();
    const { browser: other } = await signIn();
    const session = (await other.get('/v1/client')).body.response.last_active_session_id;
    for (const answer of [
      await openTestBrowser(server).get('/v1/me'),
      await browser.get(`/v1/me?_clerk_session_id=${session}`),
    ])
      expect(answer).toMatchObject({ status: 401, body: { errors: [{ code: 'authentication_invalid' }] } });
  });
});

describe('POST /v1/me/change_password', () => {
  it('200: the other sessions end when asked, the own one stays', async () => {
    const { browser, enter, identifier } = await signIn();
    const elsewhere = await enter();
    const answer = await browser.post('/v1/me/change_password', {
      current_password: PASSWORD,
      new_password: 'another good secret',
      sign_out_of_other_sessions: 'true',
    });
    expect(answer.status).toBe(200);
    expect(answer.body.client.sessions).toHaveLength(1);
    expect((await elsewhere.get('/v1/client')).body.response.sessions).toHaveLength(0);
    const form = { strategy: 'password', identifier, password: 'another good secret' };
    expect((await openTestBrowser(server).post('/v1/client/sign_ins', form)).status).toBe(200);
  });

  it.each([
    [{ new_password: 'another good secret' }, 'form_param_missing'],
    [{ current_password: 'wrong', new_password: 'another good secret' }, 'form_password_incorrect'],
    [{ current_password: PASSWORD, new_password: PASSWORD }, 'form_new_password_matches_current'],
    [{ current_password: PASSWORD, new_password: 'qwerty123' }, 'form_password_pwned'],
  ])('422: %j is %s', async (form, code) => {
    const { browser } = await signIn();
    const answer = await browser.post('/v1/me/change_password', form as Record<string, string>);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ code }] } });
  });

  it('403: guesses at the current password count with those at sign-in: a hundred are compared', async () => {
    const { browser, identifier } = await signIn();
    const { dependencies } = server;
    const { passwords } = dependencies;
    let compared = 0;
    const verify = async () => {
      compared += 1;
      return false;
    };
    dependencies.passwords = { ...passwords, verify };
    const form = { strategy: 'password', identifier, password: 'a guess' };
    const change = { current_password: 'a guess', new_password: 'another good secret' };
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        index % 2 === 0
          ? browser.post('/v1/me/change_password', change)
          : openTestBrowser(server).post('/v1/client/sign_ins', form),
      ),
    );
    dependencies.passwords = passwords;
    expect(compared).toBe(100);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(20);
  });
});

describe('/v1/me/email_addresses', () => {
  it('200: added, proved by a code, made primary; the old one removed', async () => {
    const { browser, user } = await signIn();
    const address = `new${count}@example.com`;
    const added = await browser.post('/v1/me/email_addresses/', { email_address: address });
    expect(added.body.response).toMatchObject({ email_address: address, verification: null });
    const path = `/v1/me/email_addresses/${added.body.response.id}`;
    const prepared = await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    expect(prepared.body.response.verification).toMatchObject({
      status: 'unverified',
      strategy: 'email_code',
    });
    const wrong = await browser.post(`${path}/attempt_verification`, { code: 'wrong' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ code: 'form_code_incorrect' }] } });
    const done = await browser.post(`${path}/attempt_verification`, { code: lastCodeFor(server, address) });
    expect(done.body.response.verification.status).toBe('verified');
    await browser.send('PATCH', '/v1/me', { primary_email_address_id: added.body.response.id });
    const removed = await browser.send('DELETE', `/v1/me/email_addresses/${user.emailAddresses[0]?.id}`);
    expect(removed.body.response.deleted).toBe(true);
    const list = await browser.get('/v1/me/email_addresses');
    expect(list.body.response).toMatchObject({ total_count: 1, data: [{ email_address: address }] });
  });

  it('404: an address of somebody else', async () => {
    const { browser } = await signIn();
    const { user } = await signIn();
    const path = `/v1/me/email_addresses/${user.emailAddresses[0]?.id}`;
    expect((await browser.get(path)).status).toBe(404);
    expect((await browser.send('DELETE', path)).status).toBe(404);
    expect((await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' })).status).toBe(404);
  });
});

describe('DELETE /v1/me', () => {
  it('200: the account and every session of it', async () => {
    const { browser, enter, user } = await signIn();
    const elsewhere = await enter();
    const answer = await browser.send('DELETE', '/v1/me');
    expect(answer.body).toMatchObject({ response: { id: user.id, deleted: true }, client: { sessions: [] } });
    expect((await elsewhere.get('/v1/me')).status).toBe(401);
  });

  it('403: where the user may not', async () => {
    const { browser } = await signIn({ deleteSelfEnabled: false });
    expect((await browser.send('DELETE', '/v1/me')).status).toBe(403);
  });
});

describe('GET /v1/avatar_placeholders/:name', () => {
  it('200: the picture that a user’s image_url names, and nothing else', async () => {
    const { browser } = await signIn({ firstName: '<Ada>', lastName: '"O&' });
    const { image_url } = (await browser.get('/v1/me')).body.response;
    const picture = await server.inject({
      url: new URL(image_url).pathname,
      headers: { host: 'localhost:1853' },
    });
    expect(picture.statusCode).toBe(200);
    expect(picture.headers['content-type']).toBe('image/svg+xml');
    expect(picture.headers['cache-control']).toContain('immutable');
    expect(picture.body).toContain('>AO</text>');
    expect((await server.frontend('GET', '/v1/avatar_placeholders/1-%3Cscript%3E.svg')).statusCode).toBe(404);
  });
});
