import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { lastCodeFor, openTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';
import { createTicket } from '../tickets/index.ts';
import { findUserByVerifiedAddress } from '../users/index.ts';

let server: TestServer;
let count = 0;
const next = () => {
  count += 1;
  return count;
};
const PASSWORD = 'a long enough secret';
const freshAddress = () => `ada${next()}@example.com`;
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

async function begin(form: Record<string, string> = {}) {
  const browser = openTestBrowser(server);
  const emailAddress = freshAddress();
  const answer = await browser.post('/v1/client/sign_ups', {
    email_address: emailAddress,
    password: PASSWORD,
    locale: 'en-US',
    ...form,
  });
  return { browser, emailAddress, answer, path: `/v1/client/sign_ups/${answer.body.response?.id}` };
}

async function prepare(form: Record<string, string> = {}) {
  const begun = await begin(form);
  const prepared = await begun.browser.post(`${begun.path}/prepare_verification`, { strategy: 'email_code' });
  return { ...begun, prepared, code: lastCodeFor(server, begun.emailAddress) };
}

const attempt = (browser: TestBrowser, path: string, code: string) =>
  browser.post(`${path}/attempt_verification`, { strategy: 'email_code', code });

describe('POST /v1/client/sign_ups', () => {
  it('200: says what is missing and unverified, and gives a stranger a client', async () => {
    const { browser, answer, emailAddress } = await begin({ first_name: 'Ada' });
    expect(answer.status).toBe(200);
    expect(answer.body.response).toMatchObject({
      object: 'sign_up_attempt',
      status: 'missing_requirements',
      missing_fields: [],
      unverified_fields: ['email_address'],
      email_address: emailAddress,
      first_name: 'Ada',
      has_password: true,
      password_enabled: true,
      created_user_id: null,
    });
    expect(answer.body.client.sign_up.id).toBe(answer.body.response.id);
    expect(browser.secret).not.toBe('');
  });

  it('200: reports neither status nor strategy before a code was sent', async () => {
    const { answer } = await begin();
    expect(answer.body.response.verifications.email_address).toEqual({
      next_action: 'needs_prepare',
      supported_strategies: ['email_code'],
    });
  });

  it('200: an empty body begins an attempt that misses everything', async () => {
    const { status, body } = await openTestBrowser(server).post('/v1/client/sign_ups');
    expect(status).toBe(200);
    expect(body.response.missing_fields).toEqual(['email_address', 'password']);
  });

  it('200: strategy=email_code sends the code in the same call', async () => {
    const { answer, emailAddress } = await begin({ strategy: 'email_code' });
    expect(answer.body.response.verifications.email_address).toMatchObject({ status: 'unverified' });
    expect(lastCodeFor(server, emailAddress)).toMatch(/^\d{6}$/);
  });

  it('422: an address in use, however it is spelt', async () => {
    const { browser, path, code, emailAddress } = await prepare();
    expect((await attempt(browser, path, code)).status).toBe(200);
    const again = await openTestBrowser(server).post('/v1/client/sign_ups', {
      email_address: emailAddress.toUpperCase(),
      password: PASSWORD,
    });
    expect(again.status).toBe(422);
    expect(again.body.errors[0]).toMatchObject({
      code: 'form_identifier_exists',
      meta: { param_name: 'email_address' },
    });
  });

  it.each([
    [{ password: 'short' }, 'form_password_length_too_short', 'password'],
    [{ password: 'x1'.repeat(40) }, 'form_password_length_too_long', 'password'],
    [{ password: 'password123' }, 'form_password_pwned', 'password'],
    [{ email_address: 'nobody' }, 'form_param_format_invalid', 'email_address'],
    [{ first_name: 'x'.repeat(300) }, 'form_param_max_length_exceeded', 'first_name'],
    [{ username: '!' }, 'form_username_invalid_length', 'username'],
    [{ unsafe_metadata: '[1]' }, 'form_param_type_invalid', 'unsafe_metadata'],
    [{ unsafe_metadata: '{' }, 'form_param_format_invalid', 'unsafe_metadata'],
    [{ strategy: 'oauth_google' }, 'form_param_value_invalid', 'strategy'],
  ])('422: %j is %s', async (form, code, paramName) => {
    const { answer } = await begin(form);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ code, meta: { param_name: paramName } });
  });

  it('400: whoever is signed in signs out first', async () => {
    const { browser, path, code } = await prepare();
    const done = await attempt(browser, path, code);
    const again = await browser.post('/v1/client/sign_ups', { email_address: freshAddress() });
    expect(again.status).toBe(400);
    expect(again.body.errors[0]).toMatchObject({
      code: 'session_exists',
      meta: { session_id: done.body.response.created_session_id },
    });
  });

  it('403: a closed instance lets in invited people alone', async () => {
    const closed = await createTestServer({ instance: { settings: { signUpMode: 'closed' } } });
    const form = { email_address: freshAddress(), password: PASSWORD };
    const refused = await openTestBrowser(closed).post('/v1/client/sign_ups', form);
    expect(refused).toMatchObject({ status: 403, body: { errors: [{ code: 'sign_up_mode_restricted' }] } });
    const { secret } = await createTicket(closed.dependencies, {
      instance: closed.instance,
      emailAddress: 'Grace@Example.com',
      publicMetadata: { team: 'navy' },
    });
    const invited = { ...form, strategy: 'ticket', ticket: secret };
    const done = await openTestBrowser(closed).post('/v1/client/sign_ups', invited);
    expect(done.body.response).toMatchObject({ status: 'complete', email_address: 'grace@example.com' });
    const user = await findUserByVerifiedAddress(
      closed.dependencies.database.queries,
      closed.instance.id,
      'grace@example.com',
    );
    expect(user).toMatchObject({ publicMetadata: { team: 'navy' }, emailAddresses: [{ verified: true }] });
    const again = await openTestBrowser(closed).post('/v1/client/sign_ups', invited);
    expect(again).toMatchObject({ status: 400, body: { errors: [{ code: 'ticket_invalid' }] } });
    await closed.close();
  });
});

describe('POST /v1/client/sign_ups/:sign_up_id/prepare_verification', () => {
  it('200: sends a code of six digits, then reports it', async () => {
    const { prepared, emailAddress } = await prepare();
    expect(prepared.status).toBe(200);
    expect(prepared.body.response.verifications.email_address).toEqual({
      object: 'verification_otp',
      status: 'unverified',
      strategy: 'email_code',
      attempts: 0,
      expire_at: server.clock.now().getTime() + 600_000,
      next_action: 'needs_attempt',
      supported_strategies: ['email_code'],
    });
    expect(server.dependencies.sentMail.filter(({ to }) => to === emailAddress)).toHaveLength(1);
  });

  it('200: a test address takes 424242 and gets no mail', async () => {
    const emailAddress = `ada+clerk_test${next()}@example.com`;
    const { browser, path } = await begin({ email_address: emailAddress });
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    expect(server.dependencies.sentMail.some(({ to }) => to === emailAddress)).toBe(false);
    expect((await attempt(browser, path, '424242')).body.response.status).toBe('complete');
  });

  it('200: in a production instance a test address is one like any other', async () => {
    const live = await createTestServer({
      instance: { environmentType: 'production', settings: { testMode: true } },
    });
    const browser = openTestBrowser(live);
    const headers = { origin: new URL(live.instance.frontendApiUrl).origin };
    const form = { email_address: 'ada+clerk_test@example.com', password: PASSWORD };
    const begun = await browser.post('/v1/client/sign_ups', form, headers);
    const path = `/v1/client/sign_ups/${begun.body.response.id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' }, headers);
    const code = lastCodeFor(live, 'ada+clerk_test@example.com');
    const guess = code === '424242' ? '111111' : '424242';
    const tried = await browser.post(
      `${path}/attempt_verification`,
      { strategy: 'email_code', code: guess },
      headers,
    );
    expect(tried.status).toBe(422);
    await live.close();
  });

  it('429: five codes per address and hour, parallel requests included', async () => {
    const { browser, path, emailAddress } = await begin();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        browser.post(`${path}/prepare_verification`, { strategy: 'email_code' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(95);
    expect(server.dependencies.sentMail.filter(({ to }) => to === emailAddress)).toHaveLength(5);
  });

  it('404: another browser, or a stranger, has no such attempt', async () => {
    const { path } = await begin();
    const { browser: other } = await begin();
    for (const browser of [other, openTestBrowser(server)])
      expect((await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' })).status).toBe(
        404,
      );
  });

  it('400: without an address there is nothing to send to', async () => {
    const browser = openTestBrowser(server);
    const { body } = await browser.post('/v1/client/sign_ups');
    const answer = await browser.post(`/v1/client/sign_ups/${body.response.id}/prepare_verification`, {
      strategy: 'email_code',
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'verification_missing' }] } });
  });
});

describe('POST /v1/client/sign_ups/:sign_up_id/attempt_verification', () => {
  it('200: makes user and session, and answers them', async () => {
    const { browser, path, code, emailAddress } = await prepare({ first_name: 'Ada', last_name: 'Lovelace' });
    const before = browser.secret;
    const { status, body } = await attempt(browser, path, code);
    expect(status).toBe(200);
    const { created_session_id: sessionId, created_user_id: userId } = body.response;
    expect(body.response).toMatchObject({ status: 'complete', missing_fields: [], unverified_fields: [] });
    expect(body.client).toMatchObject({ sign_up: null, sign_in: null, last_active_session_id: sessionId });
    const [session] = body.client.sessions;
    expect(session.last_active_token.jwt.split('.')).toHaveLength(3);
    expect(session.user).toMatchObject({
      id: userId,
      first_name: 'Ada',
      last_name: 'Lovelace',
      password_enabled: true,
      email_addresses: [
        { email_address: emailAddress, verification: { status: 'verified', strategy: 'email_code' } },
      ],
    });
    expect(session.user).not.toHaveProperty('private_metadata');
    expect(browser.secret).not.toBe(before);
  });

  it('422: a wrong code; the third ends it', async () => {
    const { browser, path, code } = await prepare();
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await attempt(browser, path, wrong(code));
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0]).toMatchObject({
        code: 'form_code_incorrect',
        meta: { param_name: 'code' },
      });
    }
    const answer = await attempt(browser, path, code);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'verification_failed' }] } });
  });

  it('at most three of a hundred parallel guesses are compared, and nobody gets in', async () => {
    const { browser, path, code } = await prepare();
    const answers = await Promise.all(Array.from({ length: 100 }, () => attempt(browser, path, wrong(code))));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(97);
    expect((await attempt(browser, path, code)).status).toBe(400);
  });

  it('exactly one of a hundred parallel right codes makes a user', async () => {
    const { browser, path, code, emailAddress } = await prepare();
    const secret = browser.secret;
    const send = () =>
      server.frontend('POST', `${path}/attempt_verification`, {
        form: { strategy: 'email_code', code },
        cookies: { [server.instance.clientCookieName]: secret },
      });
    const answers = await Promise.all(Array.from({ length: 100 }, send));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode >= 500)).toHaveLength(0);
    const { queries } = server.dependencies.database;
    expect(await findUserByVerifiedAddress(queries, server.instance.id, emailAddress)).not.toBeNull();
  });

  it('400: a code is good for ten minutes', async () => {
    const own = await createTestServer();
    const browser = openTestBrowser(own);
    const form = { email_address: 'ada@example.com', password: PASSWORD, strategy: 'email_code' };
    const { body } = await browser.post('/v1/client/sign_ups', form);
    own.clock.advance(601);
    const path = `/v1/client/sign_ups/${body.response.id}`;
    const answer = await attempt(browser, path, lastCodeFor(own, 'ada@example.com'));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'verification_expired' }] } });
    await own.close();
  });

  it('422: the address was taken by somebody faster', async () => {
    const first = await prepare();
    const second = await begin({ email_address: first.emailAddress });
    await second.browser.post(`${second.path}/prepare_verification`, { strategy: 'email_code' });
    const secondCode = lastCodeFor(server, first.emailAddress);
    expect((await attempt(first.browser, first.path, first.code)).status).toBe(200);
    const late = await attempt(second.browser, second.path, secondCode);
    expect(late).toMatchObject({ status: 422, body: { errors: [{ code: 'form_identifier_exists' }] } });
  });

  it('200: with the password still missing the user waits', async () => {
    const browser = openTestBrowser(server);
    const emailAddress = freshAddress();
    const form = { email_address: emailAddress, strategy: 'email_code' };
    const { body } = await browser.post('/v1/client/sign_ups', form);
    const path = `/v1/client/sign_ups/${body.response.id}`;
    const verified = await attempt(browser, path, lastCodeFor(server, emailAddress));
    expect(verified.body.response).toMatchObject({
      status: 'missing_requirements',
      missing_fields: ['password'],
      unverified_fields: [],
    });
    const done = await browser.send('PATCH', path, { password: PASSWORD });
    expect(done.body.response).toMatchObject({ status: 'complete' });
    expect(done.body.client.sessions).toHaveLength(1);
  });
});

describe('GET and PATCH /v1/client/sign_ups/:sign_up_id', () => {
  it('200: another address has to be proved again', async () => {
    const { browser, path } = await prepare();
    const emailAddress = freshAddress();
    const { body } = await browser.send('PATCH', path, { email_address: emailAddress });
    expect(body.response.verifications.email_address).toEqual({
      next_action: 'needs_prepare',
      supported_strategies: ['email_code'],
    });
    expect((await browser.get(path)).body.response.email_address).toBe(emailAddress);
  });

  it('200: with email_code the other address gets its code in the same call', async () => {
    const { browser, path } = await prepare();
    const emailAddress = freshAddress();
    const form = { email_address: emailAddress, strategy: 'email_code' };
    const { body } = await browser.send('PATCH', path, form);
    expect(body.response.verifications.email_address).toMatchObject({
      status: 'unverified',
      strategy: 'email_code',
    });
    expect(server.dependencies.sentMail.filter(({ to }) => to === emailAddress)).toHaveLength(1);
    const refused = await browser.send('PATCH', path, { ...form, strategy: 'ticket' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ code: 'form_param_value_invalid' }] } });
  });

  it('404: unknown, foreign and abandoned attempts look alike', async () => {
    const { path } = await begin();
    const { browser } = await begin();
    const unknown = await browser.get('/v1/client/sign_ups/sua_000000000000000000000000000');
    const foreign = await browser.get(path);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, clerk_trace_id: '' }).toEqual({ ...unknown.body, clerk_trace_id: '' });
  });

  it('400: what is complete cannot change', async () => {
    const { browser, path, code } = await prepare();
    await attempt(browser, path, code);
    // The attempt's own browser still sees it.
    expect((await browser.get(path)).body.response.status).toBe('complete');
    const answer = await browser.send('PATCH', path, { first_name: 'Eve' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'sign_up_cannot_be_updated' }] } });
  });
});
