import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { openTestBrowser } from '../../testing/test-browser.ts';

let server: TestServer;
/** Without second factors. */
let plain: TestServer;
let count = 0;
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
  plain = await createTestServer();
});
afterAll(() => Promise.all([server.close(), plain.close()]));

async function call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object, on = server) {
  const response = await on.backend(method, path, body);
  return { status: response.statusCode, body: response.json() };
}
const outcome = ({ status, body }: { status: number; body: { errors?: { code: string }[] } }) => [
  status,
  body.errors?.[0]?.code,
];
const next = () => {
  count += 1;
  return count;
};
const nextAddress = () => `mia${next()}@example.com`;
const nextNumber = () => `+1415555${String(next()).padStart(4, '0')}`;
const make = (fields: object, on = server) =>
  call('POST', '/v1/users', { email_address: [nextAddress()], ...fields }, on);

describe('POST /v1/users with phone numbers', () => {
  it('200: verified, the first is primary; a number alone is identifier enough', async () => {
    const [one, two] = [nextNumber(), nextNumber()];
    const typed = one.replace(/^\+1415555/, '+1 (415) 555-');
    const { status, body } = await call('POST', '/v1/users', { phone_number: [typed, two, one] });
    expect(status).toBe(200);
    expect(body.phone_numbers.map((number: { phone_number: string }) => number.phone_number)).toEqual([
      one,
      two,
    ]);
    expect(body.primary_phone_number_id).toBe(body.phone_numbers[0].id);
    expect(body.phone_numbers[0]).toMatchObject({
      object: 'phone_number',
      reserved: false,
      reserved_for_second_factor: false,
      default_second_factor: false,
      verification: { status: 'verified', strategy: 'admin' },
    });
    expect((await call('GET', `/v1/users/${body.id}`)).body).toEqual(body);
  });

  it('200: reserved ones are unverified and nobody else can have them', async () => {
    const [address, number] = [nextAddress(), nextNumber()];
    const { body } = await make({
      email_address: [nextAddress(), address],
      email_address_identification_status: ['verified', 'reserved'],
      phone_number: [number],
      phone_number_identification_status: ['reserved'],
    });
    expect(body.email_addresses[1]).toMatchObject({
      email_address: address,
      reserved: true,
      verification: null,
    });
    expect(body.phone_numbers[0]).toMatchObject({ reserved: true, verification: null });
    for (const [fields, name] of [
      [{ email_address: [address] }, 'email_address'],
      [{ phone_number: [number] }, 'phone_number'],
    ] as const) {
      const taken = await make(fields);
      expect(outcome(taken)).toEqual([422, 'form_identifier_exists']);
      expect(taken.body.errors[0].meta.param_name).toBe(name);
    }
    expect((await make({ phone_number: [number] }, plain)).status).toBe(200);
  });

  it('exactly one of twenty parallel requests with one number succeeds', async () => {
    const number = nextNumber();
    const answers = await Promise.all(Array.from({ length: 20 }, () => make({ phone_number: [number] })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19);
  });

  it.each([
    [{ phone_number: ['12'] }, 'form_param_format_invalid'],
    [{ phone_number: ['+0123456789'] }, 'form_param_format_invalid'],
    [{ phone_number: ['+1415555000\u0660'] }, 'form_param_format_invalid'],
    [{ phone_number: [`+1${'4'.repeat(500)}`] }, 'form_param_format_invalid'],
    [{ phone_number: '+14155550100' }, 'form_param_type_invalid'],
    [{ phone_number: [null] }, 'form_param_type_invalid'],
    [{ phone_number_identification_status: ['verified'] }, 'form_param_value_invalid'],
    [{ email_address_identification_status: ['reserved', 'reserved'] }, 'form_param_value_invalid'],
    [{ email_address_identification_status: ['unverified'] }, 'form_param_value_invalid'],
    [{ web3_wallet: ['0xabc'] }, 'form_param_array_size_exceeded'],
    [{ phone_number: ['+14155559999'], password: '+14155559999' }, 'form_password_matches_identifier'],
    [{ locked: 'yes' }, 'form_param_type_invalid'],
  ])('422: %j is %s', async (fields, code) => {
    expect(outcome(await make(fields))).toEqual([422, code]);
  });
});

describe('POST /v1/users, locked', () => {
  it('200: nobody signs in to it for an hour', async () => {
    const identifier = nextAddress();
    const password = 'a long enough secret';
    const { body } = await make({ email_address: [identifier], password, locked: true });
    expect(body).toMatchObject({ locked: true, lockout_expires_in_seconds: 3600 });
    const signIn = () =>
      openTestBrowser(server).post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
    expect(outcome(await signIn())).toEqual([403, 'user_locked']);
    server.clock.advance(3600);
    expect((await signIn()).status).toBe(200);
  });
});

describe('second factors that a backend brings along', () => {
  it.each(['POST', 'PATCH'] as const)('200: %s; the secret is in no answer', async (method) => {
    const given = { totp_secret: SECRET, backup_codes: ['ABCD-1234', 'efgh5678', 'abcd1234'] };
    const fields = { totp_enabled: true, backup_code_enabled: true, two_factor_enabled: true };
    let answer = await make(method === 'POST' ? given : {});
    if (method === 'PATCH') {
      expect(answer.body.two_factor_enabled).toBe(false);
      server.clock.advance(1);
      answer = await call('PATCH', `/v1/users/${answer.body.id}`, given);
    }
    expect(answer).toMatchObject({ status: 200, body: fields });
    expect(answer.body.mfa_enabled_at).toBe(server.clock.now().getTime());
    expect(JSON.stringify(answer.body)).not.toMatch(/JBSW|1234/);
    const read = await call('GET', `/v1/users/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
    const verify = (code: string) => call('POST', `/v1/users/${answer.body.id}/verify_totp`, { code });
    expect((await verify('abcd 1234')).body).toEqual({ verified: true, code_type: 'backup_code' });
    // Two that are typed alike are one code.
    expect(outcome(await verify('ABCD-1234'))).toEqual([422, 'totp_incorrect_code']);
    expect((await verify('EFGH5678')).status).toBe(200);
  });

  it('200: new codes replace those of before', async () => {
    const { body } = await make({ backup_codes: ['first-one'] });
    const path = `/v1/users/${body.id}`;
    expect((await call('PATCH', path, { backup_codes: ['second-one'] })).status).toBe(200);
    const verify = (code: string) => call('POST', `${path}/verify_totp`, { code });
    expect(outcome(await verify('first-one'))).toEqual([422, 'totp_incorrect_code']);
    expect((await verify('second-one')).status).toBe(200);
  });

  it.each([
    [{ totp_secret: 'not base32!!' }, 'invalid_totp_secret_code'],
    [{ totp_secret: 'JBSWY3DP' }, 'invalid_totp_secret_code'],
    [{ totp_secret: 'A'.repeat(300) }, 'invalid_totp_secret_code'],
    [{ totp_secret: 7 }, 'form_param_type_invalid'],
    [
      { backup_codes: Array.from({ length: 21 }, (_, index) => `code-${index}`) },
      'form_param_array_size_exceeded',
    ],
    [{ backup_codes: [' '] }, 'form_param_format_invalid'],
    [{ backup_codes: [`$2b$31$${'a'.repeat(53)}`] }, 'form_param_format_invalid'],
    [{ backup_codes: ['x'.repeat(257)] }, 'form_param_max_length_exceeded'],
    [{ backup_codes: 'code' }, 'form_param_type_invalid'],
  ])('422: %j is %s', async (fields, code) => {
    expect(outcome(await make(fields))).toEqual([422, code]);
    const { body } = await make({});
    expect(outcome(await call('PATCH', `/v1/users/${body.id}`, fields))).toEqual([422, code]);
    expect((await call('GET', `/v1/users/${body.id}`)).body).toEqual(body);
  });

  it.each([{ totp_secret: SECRET }, { backup_codes: ['abcd1234'] }])(
    '422: %j where the instance has no such factor',
    async (fields) => {
      const refused = await make(fields, plain);
      expect(outcome(refused)).toEqual([422, 'form_conditional_param_disallowed']);
      expect(refused.body.errors[0].long_message).toContain('not enabled for this instance');
    },
  );
});

describe('PATCH /v1/users/:user_id', () => {
  it('200: another primary number, another beginning', async () => {
    const { body } = await make({ phone_number: [nextNumber(), nextNumber()] });
    const primary_phone_number_id = body.phone_numbers[1].id;
    const changed = await call('PATCH', `/v1/users/${body.id}`, {
      primary_phone_number_id,
      primary_web3_wallet_id: null,
      created_at: '2020-02-03T04:05:06.007Z',
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { primary_phone_number_id, created_at: Date.parse('2020-02-03T04:05:06.007Z') },
    });
  });

  it('422: a number that is not the user’s, or not verified', async () => {
    const { body: stranger } = await make({ phone_number: [nextNumber()] });
    const { body } = await make({
      phone_number: [nextNumber()],
      phone_number_identification_status: ['reserved'],
    });
    for (const primary_phone_number_id of [stranger.phone_numbers[0].id, body.phone_numbers[0].id, 'x'])
      expect(outcome(await call('PATCH', `/v1/users/${body.id}`, { primary_phone_number_id }))).toEqual([
        422,
        'form_param_value_invalid',
      ]);
  });
});
