import { hash } from '@node-rs/bcrypt';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { openTestBrowser } from '../../testing/test-browser.ts';
import { listEvents } from '../events/index.ts';
import { updatePhoneNumber } from '../users/index.ts';

let server: TestServer;
let other: TestServer;
let count = 0;
const PASSWORD = 'a long enough secret';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const UNKNOWN = 'user_000000000000000000000000000';

beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
  other = await createTestServer();
});
afterAll(() => Promise.all([server.close(), other.close()]));

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const response = await server.backend(method, path, body);
  return { status: response.statusCode, body: response.json() };
}
const outcome = ({ status, body }: { status: number; body: { errors?: { code: string }[] } }) => [
  status,
  body.errors?.[0]?.code,
];

async function make(fields: object = {}) {
  count += 1;
  const identifier = `otto${count}@example.com`;
  const { body: user } = await call('POST', '/v1/users', {
    email_address: [identifier],
    password: PASSWORD,
    ...fields,
  });
  const path = `/v1/users/${user.id}`;
  return { user, identifier, path, verify: (code: unknown) => call('POST', `${path}/verify_totp`, { code }) };
}
const shown = () =>
  new TOTP({ secret: Secret.fromBase32(SECRET) }).generate({ timestamp: server.clock.now().getTime() });
const eventsOf = async (userId: string) =>
  (await listEvents(server.dependencies.database.queries, server.instance.id, 500))
    .filter(({ data }) => data.id === userId)
    .map(({ type }) => type);

/** Bcrypt digests of the codes, as another server exports them. */
const digestsOf = (codes: readonly string[]) => Promise.all(codes.map((code) => hash(code, { cost: 4 })));

/** What a sign-in answers that has passed the password. */
async function signInWith(identifier: string, code: string) {
  const browser = openTestBrowser(server);
  const signIn = { strategy: 'password', identifier, password: PASSWORD };
  const { response } = (await browser.post('/v1/client/sign_ins', signIn)).body;
  if (response.status !== 'needs_second_factor') return response.status as string;
  const path = `/v1/client/sign_ins/${response.id}/attempt_second_factor`;
  const answer = await browser.post(path, { strategy: 'backup_code', code });
  return (answer.body.errors?.[0].code ?? answer.body.response.status) as string;
}

describe('POST /v1/users/:user_id/verify_totp', () => {
  it('200: a code of the app once, a backup code once', async () => {
    const { verify } = await make({ totp_secret: SECRET, backup_codes: ['abcd1234', '123456'] });
    const code = shown();
    expect(await verify(code)).toEqual({ status: 200, body: { verified: true, code_type: 'totp' } });
    expect(outcome(await verify(code))).toEqual([422, 'totp_incorrect_code']);
    expect((await verify('ABCD-1234')).body).toEqual({ verified: true, code_type: 'backup_code' });
    expect(outcome(await verify('abcd1234'))).toEqual([422, 'totp_incorrect_code']);
    // A backup code that looks like a code of an app.
    expect((await verify('123456')).body).toEqual({ verified: true, code_type: 'backup_code' });
  });

  it('of 20 parallel tries with one code one is right', async () => {
    const { verify } = await make({ totp_secret: SECRET, backup_codes: await digestsOf(['abcd1234']) });
    for (const code of [shown(), 'abcd1234']) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => verify(code)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    }
  });

  it('400, 404, 422 and, after 20 wrong codes, 403', async () => {
    const { verify: none } = await make();
    expect(outcome(await none('123456'))).toEqual([400, 'totp_disabled']);
    const unknown = await call('POST', `/v1/users/${UNKNOWN}/verify_totp`, { code: '123456' });
    expect(outcome(unknown)).toEqual([404, 'resource_not_found']);
    const { verify, path } = await make({ totp_secret: SECRET });
    for (const [code, refusal] of [
      ['12345', 'totp_invalid_length'],
      ['1234567', 'totp_invalid_length'],
      ['', 'totp_invalid_length'],
      [undefined, 'form_param_missing'],
      [123456, 'form_param_type_invalid'],
      ['9'.repeat(257), 'form_param_max_length_exceeded'],
      ['٠٠٠٠٠٠', 'totp_incorrect_code'],
      ['$2b$10', 'totp_incorrect_code'],
    ] as const)
      expect(outcome(await verify(code)), String(code)).toEqual([422, refusal]);
    for (let tries = 0; tries < 18; tries += 1)
      expect(outcome(await verify('999999'))).toEqual([422, 'totp_incorrect_code']);
    expect(outcome(await verify(shown()))).toEqual([403, 'user_locked']);
    await call('POST', `${path}/unlock`);
    expect((await verify(shown())).status).toBe(200);
  });
});

describe('backup codes that were hashed elsewhere', () => {
  it('sign in, each once, typed as people type', async () => {
    const codes = ['abcd1234', 'efgh5678', 'Kept-As-Shown'];
    const { identifier } = await make({ totp_secret: SECRET, backup_codes: await digestsOf(codes) });
    expect(await signInWith(identifier, 'nobodys1')).toBe('form_code_incorrect');
    expect(await signInWith(identifier, ' EFGH-5678 ')).toBe('complete');
    expect(await signInWith(identifier, 'efgh5678')).toBe('form_code_incorrect');
    expect(await signInWith(identifier, 'Kept-As-Shown')).toBe('complete');
    expect(await signInWith(identifier, 'abcd1234')).toBe('complete');
  });

  it('beside codes of our own; who has none costs no hash', async () => {
    const { passwords } = server.dependencies;
    const queued = vi.spyOn(passwords, 'queue');
    const own = await make({ totp_secret: SECRET, backup_codes: ['abcd1234'] });
    expect(outcome(await own.verify('wrong-one'))).toEqual([422, 'totp_incorrect_code']);
    expect((await own.verify('abcd1234')).status).toBe(200);
    expect(queued).not.toHaveBeenCalled();
    const digests = await digestsOf(['efgh5678', 'ijkm2345']);
    const mixed = await make({ totp_secret: SECRET, backup_codes: ['abcd1234', ...digests] });
    expect((await mixed.verify('abcd1234')).status).toBe(200);
    expect(queued).not.toHaveBeenCalled();
    expect(outcome(await mixed.verify('wrong-one'))).toEqual([422, 'totp_incorrect_code']);
    expect(queued).toHaveBeenCalledTimes(2);
    expect((await mixed.verify('efgh5678')).status).toBe(200);
    queued.mockRestore();
  });

  it('a digest that would take too long is passed over', async () => {
    const { user, verify } = await make({ totp_secret: SECRET, backup_codes: await digestsOf(['abcd1234']) });
    const { queries } = server.dependencies.database;
    await queries
      .updateTable('backup_codes')
      .set({ bcrypt_digest: `$2b$31$${'a'.repeat(53)}` })
      .where('user_id', '=', user.id)
      .execute();
    expect(outcome(await verify('abcd1234'))).toEqual([422, 'totp_incorrect_code']);
  });
});

describe('DELETE of second factors', () => {
  it('200: the app goes, with the last factor the backup codes; the next sign-in asks for none', async () => {
    const { user, path, identifier } = await make({ totp_secret: SECRET, backup_codes: ['abcd1234'] });
    expect(await signInWith(identifier, 'wrong')).toBe('form_code_incorrect');
    expect(await call('DELETE', `${path}/totp`)).toEqual({ status: 200, body: { user_id: user.id } });
    const { body } = await call('GET', path);
    expect(body).toMatchObject({
      totp_enabled: false,
      backup_code_enabled: false,
      two_factor_enabled: false,
      mfa_disabled_at: server.clock.now().getTime(),
    });
    expect(await signInWith(identifier, '')).toBe('complete');
    expect(await eventsOf(user.id)).toContain('user.totp_disabled');
  });

  it('200: backup codes alone; the app stays', async () => {
    const { user, path, verify } = await make({ totp_secret: SECRET, backup_codes: ['abcd1234'] });
    expect((await call('DELETE', `${path}/backup_code`)).body).toEqual({ user_id: user.id });
    expect((await call('GET', path)).body).toMatchObject({ totp_enabled: true, backup_code_enabled: false });
    expect(outcome(await verify('abcd1234'))).toEqual([422, 'totp_invalid_length']);
    expect((await verify(shown())).status).toBe(200);
    expect(await eventsOf(user.id)).toContain('user.backup_codes_removed');
  });

  it('200: all at once; numbers stay, and are no second factors any more', async () => {
    count += 1;
    const phone_number = [`+1415556${String(count).padStart(4, '0')}`];
    const { user, path } = await make({ totp_secret: SECRET, backup_codes: ['abcd1234'], phone_number });
    const { queries } = server.dependencies.database;
    const [number] = user.phone_numbers;
    const now = server.clock.now();
    await updatePhoneNumber(queries, {
      instanceId: server.instance.id,
      id: number.id,
      userId: user.id,
      phoneNumber: number.phone_number,
      verified: true,
      reserved: false,
      verificationStrategy: 'admin',
      verifiedAt: now,
      verificationId: null,
      reservedForSecondFactor: true,
      defaultSecondFactor: true,
      createdAt: now,
      updatedAt: now,
    });
    expect((await call('DELETE', `${path}/mfa`)).body).toEqual({ user_id: user.id });
    const { body } = await call('GET', path);
    expect(body).toMatchObject({
      totp_enabled: false,
      backup_code_enabled: false,
      two_factor_enabled: false,
    });
    expect(body.phone_numbers[0]).toMatchObject({
      reserved_for_second_factor: false,
      default_second_factor: false,
    });
    expect(await eventsOf(user.id)).toContain('user.mfa_disabled');
  });

  it('200: where there is nothing, nothing happens', async () => {
    const { user, path } = await make();
    for (const factor of ['mfa', 'totp', 'backup_code'])
      expect(await call('DELETE', `${path}/${factor}`)).toEqual({ status: 200, body: { user_id: user.id } });
    expect(await eventsOf(user.id)).toEqual(['user.created']);
    expect((await call('GET', path)).body).toMatchObject({ mfa_disabled_at: null });
  });

  it('404: unknown users and those of another instance; passkeys and wallets, which nobody has', async () => {
    const stranger = (await other.backend('POST', '/v1/users', { email_address: ['s@example.com'] })).json();
    for (const id of [UNKNOWN, stranger.id])
      for (const factor of ['mfa', 'totp', 'backup_code', 'passkeys/idn_1', 'web3_wallets/idn_1'])
        expect(outcome(await call('DELETE', `/v1/users/${id}/${factor}`))).toEqual([
          404,
          'resource_not_found',
        ]);
    const { path } = await make();
    for (const [kind, param_name] of [
      ['passkeys', 'passkey_identification_id'],
      ['web3_wallets', 'web3_wallet_identification_id'],
    ]) {
      const answer = await call('DELETE', `${path}/${kind}/idn_1`);
      expect(outcome(answer)).toEqual([404, 'resource_not_found']);
      expect(answer.body.errors[0].meta).toEqual({ param_name });
    }
  });
});
