import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { claimsTextOf } from '../../testing/signed-in-browser.ts';
import { lastCodeFor, openTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';
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
  const identifier = `vera${count}@example.com`;
  const { instance, dependencies } = server;
  const fields = { emailAddresses: [identifier], password: PASSWORD, ...input };
  const user = await createUser(dependencies, { ...fields, instance, actor: { type: 'server', id: null } });
  const browser = openTestBrowser(server);
  const { body } = await browser.post('/v1/client/sign_ins', {
    strategy: 'password',
    identifier,
    password: PASSWORD,
  });
  const url = `/v1/client/sessions/${body.response.created_session_id}/verify`;
  return { user, identifier, browser, url, session: body.response.created_session_id as string };
}

const start = (browser: TestBrowser, url: string, level = 'first_factor') => browser.post(url, { level });
const withPassword = (browser: TestBrowser, url: string, password = PASSWORD) =>
  browser.post(`${url}/attempt_first_factor`, { strategy: 'password', password });
const withCode = (browser: TestBrowser, url: string, code: string) =>
  browser.post(`${url}/attempt_first_factor`, { strategy: 'email_code', code });
const refusal = ({ status, body }: { status: number; body: { errors: { code: string }[] } }) => [
  status,
  body.errors[0]?.code,
];

describe('POST /v1/client/sessions/:session_id/verify', () => {
  it('200: what can be proved, and nothing is yet', async () => {
    const { browser, url, session, user } = await signIn();
    const { status, body } = await start(browser, url);
    expect(status).toBe(200);
    expect(body.response).toMatchObject({
      object: 'session_reverification',
      level: 'first_factor',
      status: 'needs_first_factor',
      supported_first_factors: [
        { strategy: 'password' },
        {
          strategy: 'email_code',
          email_address_id: user.emailAddresses[0]?.id,
          safe_identifier: expect.stringMatching(/^v\*+\d+@example\.com$/),
          primary: true,
        },
      ],
      supported_second_factors: null,
      first_factor_verification: null,
      second_factor_verification: null,
      session: { id: session, last_active_token: { jwt: expect.any(String) } },
    });
    expect(body.client.sessions[0].id).toBe(session);
  });

  it('200: whoever has no second factor proves the first one', async () => {
    const { browser, url } = await signIn();
    for (const level of ['second_factor', 'multi_factor'])
      expect((await start(browser, url, level)).body.response).toMatchObject({
        level: 'first_factor',
        status: 'needs_first_factor',
      });
  });

  it('401 for a stranger and for another browser’s session; 422 for another level', async () => {
    const { browser, url } = await signIn();
    const { url: foreign } = await signIn();
    expect(refusal(await start(openTestBrowser(server), url))).toEqual([401, 'authentication_invalid']);
    expect(refusal(await start(browser, foreign))).toEqual([401, 'authentication_invalid']);
    expect((await start(browser, url, 'third_factor')).status).toBe(422);
    expect(refusal(await browser.post(url))).toEqual([422, 'form_param_missing']);
  });
});

describe('POST …/verify/attempt_first_factor', () => {
  it('200: the password; the session’s age and its token say so at once', async () => {
    const { browser, url } = await signIn();
    server.clock.advance(15 * 60);
    const old = (await browser.get('/v1/client')).body.response.sessions[0];
    expect(old.factor_verification_age).toEqual([15, -1]);
    await start(browser, url);
    const { status, body } = await withPassword(browser, url);
    expect(status).toBe(200);
    expect(body.response).toMatchObject({
      status: 'complete',
      first_factor_verification: { status: 'verified', strategy: 'password' },
      session: { factor_verification_age: [0, -1] },
    });
    const claims = JSON.parse(claimsTextOf(body.client.sessions[0].last_active_token.jwt));
    expect(claims.fva).toEqual([0, -1]);
  });

  it('200: a code, sent to a proved address', async () => {
    const { browser, url, identifier, user } = await signIn();
    server.clock.advance(15 * 60);
    await start(browser, url);
    const prepared = await browser.post(`${url}/prepare_first_factor`, {
      strategy: 'email_code',
      email_address_id: user.emailAddresses[0]?.id ?? '',
    });
    expect(prepared.body.response.first_factor_verification).toMatchObject({
      status: 'unverified',
      strategy: 'email_code',
    });
    expect(refusal(await withCode(browser, url, '000000x'))).toEqual([422, 'form_code_incorrect']);
    const { body } = await withCode(browser, url, lastCodeFor(server, identifier));
    expect(body.response).toMatchObject({
      status: 'complete',
      first_factor_verification: { status: 'verified', strategy: 'email_code' },
      session: { factor_verification_age: [0, -1] },
    });
  });

  it('one code of a hundred parallel tries finishes it once', async () => {
    const { browser, url, identifier } = await signIn();
    await start(browser, url);
    await browser.post(`${url}/prepare_first_factor`, { strategy: 'email_code' });
    const code = lastCodeFor(server, identifier);
    const answers = await Promise.all(Array.from({ length: 100 }, () => withCode(browser, url, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]));
  });

  it('422: a wrong password, a missing one, another strategy; nothing is proved', async () => {
    const { browser, url } = await signIn();
    server.clock.advance(15 * 60);
    await start(browser, url);
    expect(refusal(await withPassword(browser, url, 'wrong'))).toEqual([422, 'form_password_incorrect']);
    expect(refusal(await withPassword(browser, url, ''))).toEqual([422, 'form_param_missing']);
    const passkey = await browser.post(`${url}/attempt_first_factor`, { strategy: 'passkey' });
    expect(refusal(passkey)).toEqual([422, 'form_param_value_invalid']);
    const { sessions } = (await browser.get('/v1/client')).body.response;
    expect(sessions[0].factor_verification_age).toEqual([15, -1]);
  });

  it('400: before it was begun, without a code sent, after it was finished, after ten minutes', async () => {
    const { browser, url } = await signIn();
    expect(refusal(await withPassword(browser, url))).toEqual([400, 'verification_missing']);
    await start(browser, url);
    expect(refusal(await withCode(browser, url, '123456'))).toEqual([400, 'verification_missing']);
    await withPassword(browser, url);
    expect(refusal(await withPassword(browser, url))).toEqual([400, 'verification_already_verified']);
    await start(browser, url);
    server.clock.advance(601);
    expect(refusal(await withPassword(browser, url))).toEqual([400, 'verification_expired']);
  });

  it('401: after the session was revoked', async () => {
    const { browser, url, session } = await signIn();
    await start(browser, url);
    await server.backend('POST', `/v1/sessions/${session}/revoke`);
    expect(refusal(await withPassword(browser, url))).toEqual([401, 'authentication_invalid']);
  });
});

describe('POST …/verify/prepare_first_factor', () => {
  it('404 for an address of somebody else, 422 for another strategy, 429 for the sixth code', async () => {
    const { browser, url } = await signIn();
    const { user: other } = await signIn();
    await start(browser, url);
    const prepare = (form: Record<string, string>) => browser.post(`${url}/prepare_first_factor`, form);
    const foreign = { strategy: 'email_code', email_address_id: other.emailAddresses[0]?.id ?? '' };
    expect((await prepare(foreign)).status).toBe(404);
    expect(refusal(await prepare({ strategy: 'password' }))).toEqual([422, 'form_param_value_invalid']);
    for (let sent = 0; sent < 5; sent += 1)
      expect((await prepare({ strategy: 'email_code' })).status).toBe(200);
    expect((await prepare({ strategy: 'email_code' })).status).toBe(429);
  });
});
