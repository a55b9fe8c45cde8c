import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { claimsTextOf } from '../../testing/signed-in-browser.ts';
import { lastCodeFor, openTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';
import { createUser } from '../users/index.ts';

const PASSWORD = 'a long enough secret';
let server: TestServer;
let count = 0;
beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
});
afterAll(() => server.close());

const shown = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now().getTime() });
const refusal = ({ status, body }: { status: number; body: { errors: { code: string }[] } }) => [
  status,
  body.errors[0]?.code,
];

/** A user with an authenticator app and backup codes, and a new browser that has just given the password. */
async function waiting() {
  count += 1;
  const identifier = `tom${count}@example.com`;
  const { instance, dependencies } = server;
  const user = await createUser(dependencies, {
    emailAddresses: [identifier],
    password: PASSWORD,
    instance,
    actor: { type: 'server', id: null },
  });
  const form = { strategy: 'password', identifier, password: PASSWORD };
  const home = openTestBrowser(server);
  await home.post('/v1/client/sign_ins', form);
  const { secret } = (await home.post('/v1/me/totp')).body.response;
  const confirmed = await home.post('/v1/me/totp/attempt_verification', { code: shown(secret) });
  server.clock.advance(30);
  const browser = openTestBrowser(server);
  const begun = await browser.post('/v1/client/sign_ins', form);
  const path = `/v1/client/sign_ins/${begun.body.response.id}`;
  const codes: string[] = confirmed.body.response.backup_codes;
  return { user, identifier, form, home, browser, begun, path, secret: secret as string, codes };
}

const attempt = (browser: TestBrowser, path: string, strategy: string, code: string) =>
  browser.post(`${path}/attempt_second_factor`, { strategy, code });

describe('a sign-in of a user with a second factor', () => {
  it('200: a right password starts no session, and says which second factors there are', async () => {
    const { begun, browser } = await waiting();
    expect(begun.status).toBe(200);
    expect(begun.body.response).toMatchObject({
      status: 'needs_second_factor',
      supported_second_factors: [{ strategy: 'totp' }, { strategy: 'backup_code' }],
      first_factor_verification: { status: 'verified', strategy: 'password' },
      second_factor_verification: null,
      created_session_id: null,
      user_data: null,
    });
    expect(begun.body.client.sessions).toEqual([]);
    expect((await browser.get('/v1/me')).status).toBe(401);
  });

  it('the same by a mailed code and by a reset password', async () => {
    const { identifier } = await waiting();
    const browser = openTestBrowser(server);
    const { response } = (await browser.post('/v1/client/sign_ins', { identifier })).body;
    const path = `/v1/client/sign_ins/${response.id}`;
    const strategy = 'reset_password_email_code';
    const prepare = { strategy, email_address_id: response.supported_first_factors[1].email_address_id };
    await browser.post(`${path}/prepare_first_factor`, prepare);
    await browser.post(`${path}/attempt_first_factor`, { strategy, code: lastCodeFor(server, identifier) });
    const reset = await browser.post(`${path}/reset_password`, { password: 'another good secret' });
    expect(reset.body.response).toMatchObject({ status: 'needs_second_factor', created_session_id: null });
    expect(reset.body.client.sessions).toEqual([]);
    const other = openTestBrowser(server);
    const mailed = (await other.post('/v1/client/sign_ins', { identifier })).body.response;
    const otherPath = `/v1/client/sign_ins/${mailed.id}`;
    const byCode = {
      strategy: 'email_code',
      email_address_id: mailed.supported_first_factors[1].email_address_id,
    };
    await other.post(`${otherPath}/prepare_first_factor`, byCode);
    const code = lastCodeFor(server, identifier);
    const proved = await other.post(`${otherPath}/attempt_first_factor`, { strategy: 'email_code', code });
    expect(proved.body.response.status).toBe('needs_second_factor');
    expect(proved.body.client.sessions).toEqual([]);
  });

  it('without one nothing is different, and nobody learns of factors before the first was right', async () => {
    const { identifier } = await waiting();
    const browser = openTestBrowser(server);
    const { response } = (await browser.post('/v1/client/sign_ins', { identifier })).body;
    expect(response).toMatchObject({ status: 'needs_first_factor', supported_second_factors: null });
  });
});

describe('POST /v1/client/sign_ins/:sign_in_id/attempt_second_factor', () => {
  it('200: a code of the app starts the session; its token says that both factors were given', async () => {
    const { browser, path, secret, user } = await waiting();
    const { status, body } = await attempt(browser, path, 'totp', shown(secret));
    expect(status).toBe(200);
    expect(body.response).toMatchObject({
      status: 'complete',
      second_factor_verification: { status: 'verified', strategy: 'totp' },
    });
    const [session] = body.client.sessions;
    expect(session).toMatchObject({ id: body.response.created_session_id, factor_verification_age: [0, 0] });
    const claims = JSON.parse(claimsTextOf(session.last_active_token.jwt));
    expect(claims).toMatchObject({ sub: user.id, fva: [0, 0] });
  });

  it('200: a backup code, once', async () => {
    const first = await waiting();
    const code = first.codes[0] ?? '';
    expect((await attempt(first.browser, first.path, 'backup_code', code)).status).toBe(200);
    const again = openTestBrowser(server);
    const { id } = (await again.post('/v1/client/sign_ins', first.form)).body.response;
    const second = await attempt(again, `/v1/client/sign_ins/${id}`, 'backup_code', code);
    expect(refusal(second)).toEqual([422, 'form_code_incorrect']);
  });

  it('one of twenty parallel uses of a code starts a session', async () => {
    const { browser, path, secret, user } = await waiting();
    const code = shown(secret);
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(browser, path, 'totp', code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const sessions = (await server.backend('GET', `/v1/sessions?user_id=${user.id}&status=active`)).json();
    expect(sessions).toHaveLength(2);
  });

  it('422: a wrong code, none, another strategy; 403 after twenty', async () => {
    const { browser, path, secret } = await waiting();
    expect(refusal(await attempt(browser, path, 'totp', '000000'))).toEqual([422, 'form_code_incorrect']);
    expect(refusal(await attempt(browser, path, 'totp', ''))).toEqual([422, 'form_param_nil']);
    expect(refusal(await attempt(browser, path, 'phone_code', '000000'))).toEqual([
      422,
      'form_param_value_invalid',
    ]);
    for (let tried = 0; tried < 19; tried += 1) await attempt(browser, path, 'backup_code', 'wrong');
    expect(refusal(await attempt(browser, path, 'totp', shown(secret)))).toEqual([403, 'user_locked']);
    expect((await browser.get('/v1/client')).body.response.sessions).toEqual([]);
  });

  it('of a hundred wrong codes at once twenty are compared', async () => {
    const { browser, path, secret } = await waiting();
    const guess = (_: unknown, tried: number) =>
      attempt(browser, path, tried % 2 ? 'totp' : 'backup_code', 'wrong!');
    const answers = (await Promise.all(Array.from({ length: 100 }, guess))).map(refusal);
    expect(answers.filter(([status]) => status === 422)).toHaveLength(20);
    expect(answers.filter(([, code]) => code === 'user_locked')).toHaveLength(80);
    server.clock.advance(3600);
    const late = await attempt(browser, path, 'totp', shown(secret));
    expect(late.status).toBe(200);
  });

  it('400 before the first factor, 404 from another browser, 403 for a banned user', async () => {
    const { browser, path, secret, identifier, user } = await waiting();
    const early = openTestBrowser(server);
    const { id } = (await early.post('/v1/client/sign_ins', { identifier })).body.response;
    const tooEarly = await attempt(early, `/v1/client/sign_ins/${id}`, 'totp', shown(secret));
    expect(refusal(tooEarly)).toEqual([400, 'client_state_invalid']);
    expect((await attempt(early, path, 'totp', shown(secret))).status).toBe(404);
    await server.backend('POST', `/v1/users/${user.id}/ban`);
    expect(refusal(await attempt(browser, path, 'totp', shown(secret)))).toEqual([403, 'user_banned']);
  });
});

describe('POST /v1/client/sign_ins/:sign_in_id/prepare_second_factor', () => {
  it('422: no second factor needs it; 400 before the first factor', async () => {
    const { browser, path, identifier } = await waiting();
    const prepare = (from: TestBrowser, to: string) =>
      from.post(`${to}/prepare_second_factor`, { strategy: 'phone_code' });
    expect(refusal(await prepare(browser, path))).toEqual([422, 'form_param_value_invalid']);
    const early = openTestBrowser(server);
    const { id } = (await early.post('/v1/client/sign_ins', { identifier })).body.response;
    expect(refusal(await prepare(early, `/v1/client/sign_ins/${id}`))).toEqual([400, 'client_state_invalid']);
  });
});

describe('POST /v1/client/sessions/:session_id/verify with a second factor', () => {
  it('200: the second factor alone, and after the first one where both are asked for', async () => {
    const { home, secret, codes } = await waiting();
    server.clock.advance(15 * 60);
    const { last_active_session_id: session } = (await home.get('/v1/client')).body.response;
    const url = `/v1/client/sessions/${session}/verify`;
    const started = await home.post(url, { level: 'second_factor' });
    expect(started.body.response).toMatchObject({
      level: 'second_factor',
      status: 'needs_second_factor',
      supported_second_factors: [{ strategy: 'totp' }, { strategy: 'backup_code' }],
    });
    const wrong = await home.post(`${url}/attempt_second_factor`, { strategy: 'totp', code: '000000' });
    expect(refusal(wrong)).toEqual([422, 'form_code_incorrect']);
    const done = await home.post(`${url}/attempt_second_factor`, { strategy: 'totp', code: shown(secret) });
    expect(done.body.response).toMatchObject({
      status: 'complete',
      second_factor_verification: { status: 'verified', strategy: 'totp' },
      session: { factor_verification_age: [15, 0] },
    });
    await home.post(url, { level: 'multi_factor' });
    const early = await home.post(`${url}/attempt_second_factor`, {
      strategy: 'backup_code',
      code: codes[0] ?? '',
    });
    expect(refusal(early)).toEqual([400, 'verification_missing']);
    const first = await home.post(`${url}/attempt_first_factor`, {
      strategy: 'password',
      password: PASSWORD,
    });
    expect(first.body.response.status).toBe('needs_second_factor');
    expect(refusal(await home.post(`${url}/prepare_second_factor`, { strategy: 'phone_code' }))).toEqual([
      422,
      'form_param_value_invalid',
    ]);
    const both = await home.post(`${url}/attempt_second_factor`, {
      strategy: 'backup_code',
      code: codes[0] ?? '',
    });
    expect(both.body.response).toMatchObject({
      status: 'complete',
      session: { factor_verification_age: [0, 0] },
    });
  });
});
