import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { openTestBrowser } from '../../testing/test-browser.ts';
import { listEvents } from '../events/index.ts';
import { updateUserFields } from '../users/index.ts';

let server: TestServer;
let other: TestServer;
let count = 0;
const PASSWORD = 'a long enough secret';
const UNKNOWN = 'user_000000000000000000000000000';

beforeAll(async () => {
  server = await createTestServer();
  other = await createTestServer({ instance: { settings: { password: 'off' } } });
});
afterAll(() => Promise.all([server.close(), other.close()]));

async function call(method: 'GET' | 'POST', path: string, body?: object, on = server) {
  const response = await on.backend(method, path, body);
  return { status: response.statusCode, body: response.json() };
}

async function make(fields: object = {}, on = server) {
  count += 1;
  const identifier = `nora${count}@example.com`;
  const made = await call(
    'POST',
    '/v1/users',
    { email_address: [identifier], password: PASSWORD, ...fields },
    on,
  );
  return { user: made.body, identifier, path: `/v1/users/${made.body.id}` };
}

async function signIn(identifier: string, password = PASSWORD) {
  const browser = openTestBrowser(server);
  const answer = await browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
  return { browser, answer };
}
const outcome = ({ status, body }: { status: number; body: { errors?: { code: string }[] } }) => [
  status,
  body.errors?.[0]?.code,
];
const sessionsOf = async (browser: ReturnType<typeof openTestBrowser>) =>
  (await browser.get('/v1/client')).body.response.sessions.length;
const eventsOf = async (userId: string) =>
  (await listEvents(server.dependencies.database.queries, server.instance.id, 500))
    .filter(({ data }) => data.id === userId)
    .map(({ type }) => type);

describe('POST /v1/users/:user_id/lock and unlock', () => {
  it('200: nobody signs in until the lock ends after an hour; sessions go on', async () => {
    const { user, path, identifier } = await make();
    const { browser } = await signIn(identifier);
    const locked = await call('POST', `${path}/lock`);
    expect(locked).toMatchObject({ status: 200, body: { locked: true, lockout_expires_in_seconds: 3600 } });
    expect(await call('GET', path)).toEqual(locked);
    expect(outcome((await signIn(identifier)).answer)).toEqual([403, 'user_locked']);
    expect(await sessionsOf(browser)).toBe(1);
    server.clock.advance(3600);
    expect((await signIn(identifier)).answer.status).toBe(200);
    expect((await call('GET', path)).body).toMatchObject({ locked: false, lockout_expires_in_seconds: null });
    expect(await eventsOf(user.id)).toContain('user.locked');
  });

  it('200: unlocked at once, wrong passwords of before forgotten', async () => {
    const { user, path, identifier } = await make();
    await call('POST', `${path}/lock`);
    const unlocked = await call('POST', `${path}/unlock`);
    expect(unlocked).toMatchObject({
      status: 200,
      body: { locked: false, lockout_expires_in_seconds: null },
    });
    expect((await signIn(identifier)).answer.status).toBe(200);
    expect(await eventsOf(user.id)).toEqual(expect.arrayContaining(['user.locked', 'user.unlocked']));
    const wrong = () => call('POST', `${path}/verify_password`, { password: 'wrong' });
    const { queries } = server.dependencies.database;
    await wrong();
    const used = { attempts: 100 };
    await queries
      .updateTable('attempt_counters')
      .set(used)
      .where('instance_id', '=', server.instance.id)
      .execute();
    expect(outcome(await wrong())).toEqual([403, 'user_locked']);
    await call('POST', `${path}/unlock`);
    expect(outcome(await wrong())).toEqual([422, 'incorrect_password']);
  });

  it('200: a lock without an end stays one', async () => {
    const { user, path } = await make();
    const { queries } = server.dependencies.database;
    const row = { instanceId: server.instance.id, id: user.id };
    await updateUserFields(queries, row, { locked: true, lockoutExpiresAt: null }, server.clock.now());
    expect((await call('POST', `${path}/lock`)).body).toMatchObject({
      locked: true,
      lockout_expires_in_seconds: null,
    });
    expect((await call('POST', `${path}/unlock`)).body.locked).toBe(false);
  });

  it('404: unknown users and those of another instance look alike', async () => {
    const { user } = await make({}, other);
    for (const verb of ['lock', 'unlock'])
      for (const id of [UNKNOWN, user.id, 'x', '%00', '..%2f..'])
        expect((await call('POST', `/v1/users/${id}/${verb}`)).status, id).toBeOneOf([404, 422]);
    expect((await call('GET', `/v1/users/${user.id}`, undefined, other)).body.locked).toBe(false);
  });
});

describe('POST /v1/users/ban and unban', () => {
  it('200: all of them, in the order in which they were named, each once; sessions end', async () => {
    const one = await make();
    const two = await make();
    const { browser } = await signIn(one.identifier);
    const user_ids = [two.user.id, one.user.id, two.user.id];
    const banned = await call('POST', '/v1/users/ban', { user_ids });
    expect(banned.status).toBe(200);
    expect(banned.body.map((user: { id: string; banned: boolean }) => [user.id, user.banned])).toEqual([
      [two.user.id, true],
      [one.user.id, true],
    ]);
    expect(await sessionsOf(browser)).toBe(0);
    expect(outcome((await signIn(two.identifier)).answer)).toEqual([403, 'user_banned']);
    const lifted = await call('POST', '/v1/users/unban', { user_ids });
    expect(lifted.body.map((user: { banned: boolean }) => user.banned)).toEqual([false, false]);
    expect((await signIn(two.identifier)).answer.status).toBe(200);
    expect(await eventsOf(one.user.id)).toEqual(expect.arrayContaining(['user.banned', 'user.unbanned']));
  });

  it('404: one unknown user, and nobody is banned', async () => {
    const { user, path } = await make();
    for (const stranger of [UNKNOWN, (await make({}, other)).user.id]) {
      const answer = await call('POST', '/v1/users/ban', { user_ids: [user.id, stranger] });
      expect(outcome(answer)).toEqual([404, 'resource_not_found']);
      expect(answer.body.errors[0].meta).toMatchObject({ user_id: stranger });
    }
    expect((await call('GET', path)).body.banned).toBe(false);
  });

  it.each([
    [{}, 'form_param_missing'],
    [{ user_ids: [] }, 'form_param_value_invalid'],
    [{ user_ids: 'user_1' }, 'form_param_type_invalid'],
    [{ user_ids: [7] }, 'form_param_type_invalid'],
    [
      { user_ids: Array.from({ length: 51 }, (_, index) => `user_${index}`) },
      'form_param_array_size_exceeded',
    ],
    [{ user_ids: ['x'.repeat(65)] }, 'form_param_max_length_exceeded'],
    [{ user_ids: ['a\u0000b'] }, 'form_param_format_invalid'],
    [{ user_ids: ['user_1'], reason: 'x' }, 'form_param_unknown'],
  ])('422: %j is %s', async (body, code) => {
    for (const verb of ['ban', 'unban'])
      expect(outcome(await call('POST', `/v1/users/${verb}`, body))).toEqual([422, code]);
  });

  it('two requests for the same users in other orders both end', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, async () => (await make()).user.id as string));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        call('POST', `/v1/users/${index % 2 ? 'ban' : 'unban'}`, {
          user_ids: index % 3 ? ids : [...ids].reverse(),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });
});

describe('POST /v1/users/:user_id/remove_password', () => {
  it('200: the password is gone, sessions stay unless told', async () => {
    const { user, path, identifier } = await make();
    const { browser } = await signIn(identifier);
    const removed = await call('POST', `${path}/remove_password`);
    expect(removed).toMatchObject({
      status: 200,
      body: { password_enabled: false, password_last_updated_at: null },
    });
    expect(await call('GET', path)).toEqual(removed);
    expect(await sessionsOf(browser)).toBe(1);
    expect(outcome((await signIn(identifier)).answer)).toEqual([422, 'form_password_incorrect']);
    expect(await eventsOf(user.id)).toContain('user.password_removed');
  });

  it('200: with sign_out_of_other_sessions every session ends', async () => {
    const { path, identifier } = await make();
    const { browser } = await signIn(identifier);
    const removed = await call('POST', `${path}/remove_password`, { sign_out_of_other_sessions: true });
    expect(removed.body.password_enabled).toBe(false);
    expect(await sessionsOf(browser)).toBe(0);
  });

  it('200: without a password nothing is changed and nothing noted; a digest goes too', async () => {
    const { user, path } = await make({ password: null });
    server.clock.advance(5);
    expect((await call('POST', `${path}/remove_password`)).body).toEqual(user);
    expect(await eventsOf(user.id)).toEqual(['user.created']);
    const digest = {
      password: null,
      password_digest: '5f4dcc3b5aa765d61d8327deb882cf99',
      password_hasher: 'md5',
    };
    const { path: imported } = await make(digest);
    expect((await call('POST', `${imported}/remove_password`)).body.password_enabled).toBe(false);
    expect((await call('GET', imported)).body.password_enabled).toBe(false);
  });

  it('422 and 404', async () => {
    const { path } = await make();
    const wrong = await call('POST', `${path}/remove_password`, { sign_out_of_other_sessions: 'yes' });
    expect(outcome(wrong)).toEqual([422, 'form_param_type_invalid']);
    expect((await call('GET', path)).body.password_enabled).toBe(true);
    const unknown = await call('POST', `/v1/users/${UNKNOWN}/remove_password`);
    expect(outcome(unknown)).toEqual([404, 'resource_not_found']);
  });
});

describe('POST /v1/users/:user_id/password/set_compromised and unset_compromised', () => {
  it('200: the right password signs in no more, until the mark is taken back', async () => {
    const { user, path, identifier } = await make();
    const { browser } = await signIn(identifier);
    const marked = await call('POST', `${path}/password/set_compromised`);
    expect(marked).toMatchObject({ status: 200, body: { id: user.id, password_enabled: true } });
    expect(outcome((await signIn(identifier, 'wrong')).answer)).toEqual([422, 'form_password_incorrect']);
    expect(outcome((await signIn(identifier)).answer)).toEqual([422, 'form_password_compromised']);
    expect(await sessionsOf(browser)).toBe(1);
    expect((await call('POST', `${path}/password/unset_compromised`)).status).toBe(200);
    expect((await signIn(identifier)).answer.status).toBe(200);
    expect(await eventsOf(user.id)).toEqual(
      expect.arrayContaining(['user.password_compromised', 'user.password_trusted']),
    );
  });

  it('200: with revoke_all_sessions every session ends', async () => {
    const { path, identifier } = await make();
    const { browser } = await signIn(identifier);
    await call('POST', `${path}/password/set_compromised`, { revoke_all_sessions: true });
    expect(await sessionsOf(browser)).toBe(0);
  });

  it('200: another password of the backend ends the mark', async () => {
    const { path, identifier } = await make();
    await call('POST', `${path}/password/set_compromised`);
    await server.backend('PATCH', path, { password: 'another good secret' });
    expect((await signIn(identifier, 'another good secret')).answer.status).toBe(200);
  });

  it.each(['set_compromised', 'unset_compromised'])('400, 403, 404: %s', async (verb) => {
    const { path } = await make({ password: null });
    expect(outcome(await call('POST', `${path}/password/${verb}`))).toEqual([400, 'no_password_set']);
    const without = await make({ password: null }, other);
    const disabled = await call('POST', `${without.path}/password/${verb}`, undefined, other);
    expect(outcome(disabled)).toEqual([403, 'password_disabled']);
    const unknown = await call('POST', `/v1/users/${UNKNOWN}/password/${verb}`);
    expect(outcome(unknown)).toEqual([404, 'resource_not_found']);
  });

  it('422: a mark that is no flag', async () => {
    const { path, identifier } = await make();
    const wrong = await call('POST', `${path}/password/set_compromised`, { revoke_all_sessions: 1 });
    expect(outcome(wrong)).toEqual([422, 'form_param_type_invalid']);
    expect((await signIn(identifier)).answer.status).toBe(200);
  });
});
