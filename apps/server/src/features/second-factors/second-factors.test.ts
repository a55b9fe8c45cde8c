import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import {
  claimsTextOf,
  type SignedInBrowser,
  signInTestUser,
  useSessionTokenTemplate,
} from '../../testing/signed-in-browser.ts';
import { getUser } from '../users/index.ts';
import { requireSecondFactor } from './verify-second-factor.ts';

let server: TestServer;
/** Where the instance has no second factors. */
let without: TestServer;
beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
  without = await createTestServer();
});
afterAll(() => Promise.all([server.close(), without.close()]));

const post = (path: string, { cookies }: Pick<SignedInBrowser, 'cookies'>, form = {}, on = server) =>
  on.frontend('POST', path, { cookies, form });
const refusal = (answer: { statusCode: number; json(): { errors: { code: string }[] } }) => [
  answer.statusCode,
  answer.json().errors[0]?.code,
];

/** What an authenticator app shows `seconds` from now. */
const shown = (secret: string, seconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: server.clock.now().getTime() + seconds * 1000,
  });
const start = async (browser: SignedInBrowser) =>
  (await post('/v1/me/totp', browser)).json().response.secret as string;
const confirm = (browser: SignedInBrowser, code: string) =>
  post('/v1/me/totp/attempt_verification', browser, { code });
const userOf = async ({ user }: SignedInBrowser) =>
  (await server.backend('GET', `/v1/users/${user.id}`)).json();

/** A user with an authenticator app and backup codes. */
async function enrolled() {
  const browser = await signInTestUser(server);
  const secret = await start(browser);
  const { response } = (await confirm(browser, shown(secret))).json();
  return { browser, secret, backupCodes: response.backup_codes as string[] };
}

async function prove({ user: { id } }: SignedInBrowser, strategy: string, code: string) {
  const { dependencies, instance } = server;
  const user = await getUser(dependencies, { instanceId: instance.id, userId: id });
  return requireSecondFactor(dependencies, dependencies.database.queries, { user, strategy, code });
}

describe('POST /v1/me/totp', () => {
  it('200: a secret and an otpauth address, and no second factor yet', async () => {
    const browser = await signInTestUser(server);
    const answer = await post('/v1/me/totp', browser);
    expect(answer.statusCode).toBe(200);
    const { response, client } = answer.json();
    expect(response).toMatchObject({ object: 'totp', id: expect.stringMatching(/^totp_/), verified: false });
    expect(response.secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(response.uri);
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual([
      'otpauth:',
      'totp',
      response.secret,
    ]);
    expect(decodeURIComponent(uri.pathname)).toContain(browser.user.emailAddresses[0]?.emailAddress);
    expect(client.sessions[0].user).toMatchObject({ totp_enabled: false, two_factor_enabled: false });
  });

  it('the secret is stored sealed, and shown by nothing else', async () => {
    const browser = await signInTestUser(server);
    const secret = await start(browser);
    const row = await server.dependencies.database.queries
      .selectFrom('users')
      .selectAll()
      .where('id', '=', browser.user.id)
      .executeTakeFirstOrThrow();
    const bytes = Buffer.from(Secret.fromBase32(secret).bytes);
    expect(row.sealed_totp_secret?.includes(bytes)).toBe(false);
    expect(JSON.stringify(await userOf(browser))).not.toContain(secret);
    expect(server.dependencies.logLines.join('\n')).not.toContain(secret);
  });

  it('400 with a verified one, 401: a stranger, 403 where there are none', async () => {
    const { browser } = await enrolled();
    expect(refusal(await post('/v1/me/totp', browser))).toEqual([400, 'totp_already_enabled']);
    expect((await post('/v1/me/totp', { cookies: {} })).statusCode).toBe(401);
    const other = await signInTestUser(without);
    expect(refusal(await post('/v1/me/totp', other, {}, without))).toEqual([403, 'feature_not_enabled']);
  });
});

describe('POST /v1/me/totp/attempt_verification', () => {
  it('200: the first right code makes it a second factor; ten backup codes come along', async () => {
    const browser = await signInTestUser(server);
    const secret = await start(browser);
    const answer = await confirm(browser, shown(secret));
    const { response, client } = answer.json();
    expect(answer.statusCode).toBe(200);
    expect(response).toMatchObject({ object: 'totp', verified: true, secret: null, uri: null });
    expect(new Set(response.backup_codes).size).toBe(10);
    expect(client.sessions[0].user).toMatchObject({
      totp_enabled: true,
      backup_code_enabled: true,
      two_factor_enabled: true,
      mfa_enabled_at: server.clock.now().getTime(),
    });
  });

  it('a token’s template sees it at once', async () => {
    await useSessionTokenTemplate(server, '{"mfa": "{{user.two_factor_enabled}}"}');
    const browser = await signInTestUser(server);
    const mfa = async () => {
      const { jwt } = (await post(`/v1/client/sessions/${browser.session.id}/tokens`, browser)).json();
      return JSON.parse(claimsTextOf(jwt)).mfa;
    };
    expect(await mfa()).toBe(false);
    await confirm(browser, shown(await start(browser)));
    expect(await mfa()).toBe(true);
  });

  it('422 for a wrong code and one of a minute ago; 400 before it was begun and the second time', async () => {
    const browser = await signInTestUser(server);
    expect(refusal(await confirm(browser, '123456'))).toEqual([400, 'verification_missing']);
    const secret = await start(browser);
    for (const code of [shown(secret, -90), shown(secret, 90), 'abcdef', '\u00001', '1234567'])
      expect((await confirm(browser, code)).statusCode).toBe(422);
    expect((await userOf(browser)).totp_enabled).toBe(false);
    expect((await confirm(browser, shown(secret, -30))).statusCode).toBe(200);
    expect(refusal(await confirm(browser, shown(secret)))).toEqual([400, 'totp_already_enabled']);
  });

  it('a secret that was begun anew is the only one that counts', async () => {
    const browser = await signInTestUser(server);
    const [first, second] = [await start(browser), await start(browser)];
    expect((await confirm(browser, shown(first))).statusCode).toBe(422);
    expect((await confirm(browser, shown(second))).statusCode).toBe(200);
  });
});

describe('DELETE /v1/me/totp', () => {
  const remove = (browser: Pick<SignedInBrowser, 'cookies'>) => post('/v1/me/totp?_method=DELETE', browser);

  it('200: the app and with it the backup codes are gone; 404 the second time; 401: a stranger', async () => {
    const { browser, backupCodes } = await enrolled();
    const { response, client } = (await remove(browser)).json();
    expect(response).toMatchObject({ object: 'totp', deleted: true });
    expect(client.sessions[0].user).toMatchObject({
      totp_enabled: false,
      backup_code_enabled: false,
      two_factor_enabled: false,
      mfa_disabled_at: server.clock.now().getTime(),
      mfa_enabled_at: expect.any(Number),
    });
    await expect(prove(browser, 'backup_code', backupCodes[0] ?? '')).rejects.toThrow();
    expect(refusal(await remove(browser))).toEqual([404, 'totp_not_enabled']);
    expect((await remove({ cookies: {} })).statusCode).toBe(401);
  });
});

describe('POST /v1/me/backup_codes', () => {
  it('200: ten new ones; those before work no more', async () => {
    const { browser, backupCodes } = await enrolled();
    const { response } = (await post('/v1/me/backup_codes/', browser)).json();
    expect(response).toMatchObject({ object: 'backup_code', codes: expect.any(Array) });
    expect(new Set([...response.codes, ...backupCodes]).size).toBe(20);
    await expect(prove(browser, 'backup_code', backupCodes[0] ?? '')).rejects.toThrow();
    expect(await prove(browser, 'backup_code', ` ${response.codes[0].toUpperCase()} `)).toBe('backup_code');
  });

  it('400 without another second factor, 401: a stranger, 403 where there are none', async () => {
    const browser = await signInTestUser(server);
    expect(refusal(await post('/v1/me/backup_codes', browser))).toEqual([400, 'no_second_factors']);
    expect((await post('/v1/me/backup_codes', { cookies: {} })).statusCode).toBe(401);
    const other = await signInTestUser(without);
    expect(refusal(await post('/v1/me/backup_codes', other, {}, without))).toEqual([
      403,
      'feature_not_enabled',
    ]);
  });
});

describe('a code of a second factor', () => {
  const outcomes = async (tries: Promise<string>[]) =>
    (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length;

  it('passes once, of a hundred that are tried at once', async () => {
    for (const strategy of ['totp', 'backup_code']) {
      const { browser, secret, backupCodes } = await enrolled();
      server.clock.advance(30);
      const code = strategy === 'totp' ? shown(secret) : (backupCodes[0] ?? '');
      expect(await outcomes(Array.from({ length: 20 }, () => prove(browser, strategy, code)))).toBe(1);
    }
  });

  it('of an app: never an older one than the last', async () => {
    const { browser, secret } = await enrolled();
    server.clock.advance(60);
    expect(await prove(browser, 'totp', shown(secret))).toBe('totp');
    await expect(prove(browser, 'totp', shown(secret, -30))).rejects.toThrow();
    expect(await prove(browser, 'totp', shown(secret, 30))).toBe('totp');
  });

  it('422 for a wrong one; after twenty in an hour 403, whatever it is', async () => {
    const { browser, secret } = await enrolled();
    server.clock.advance(30);
    for (let tried = 0; tried < 20; tried += 1)
      await expect(prove(browser, tried % 2 ? 'totp' : 'backup_code', '000000')).rejects.toMatchObject({
        code: 'form_code_incorrect',
      });
    await expect(prove(browser, 'totp', shown(secret))).rejects.toMatchObject({ code: 'user_locked' });
    server.clock.advance(3_601);
    expect(await prove(browser, 'totp', shown(secret))).toBe('totp');
  });

  it('422 for a factor that the user does not have', async () => {
    const browser = await signInTestUser(server);
    for (const strategy of ['totp', 'backup_code', 'phone_code', ''])
      await expect(prove(browser, strategy, '123456')).rejects.toMatchObject({
        code: 'form_param_value_invalid',
      });
  });
});
