import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';

let server: TestServer;
let other: TestServer;
let count = 0;
const UNKNOWN = 'user_000000000000000000000000000';

beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
  other = await createTestServer();
});
afterAll(() => Promise.all([server.close(), other.close()]));

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
async function call(method: Method, path: string, body?: object, on = server) {
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
/** Belongs to nobody, so that codes are sent to it. */
const nextNumber = () => `+1${200 + next()}5550100`;

async function make(fields: object = {}, on = server) {
  const given = { email_address: [`pia${next()}@example.com`], ...fields };
  const { body: user } = await call('POST', '/v1/users', given, on);
  const path = `/v1/users/${user.id}`;
  const read = async () => (await call('GET', path, undefined, on)).body;
  const add = (more: object = {}) =>
    call('POST', '/v1/phone_numbers', { user_id: user.id, phone_number: nextNumber(), ...more }, on);
  return { user, path, read, add };
}

describe('POST /v1/phone_numbers', () => {
  it('200: unverified unless told; a verified first one is primary', async () => {
    const { add, read } = await make();
    const plain = await add();
    expect(plain).toMatchObject({
      status: 200,
      body: {
        object: 'phone_number',
        verification: null,
        reserved: false,
        linked_to: [],
        backup_codes: null,
      },
    });
    expect(await read()).toMatchObject({ primary_phone_number_id: null, phone_numbers: [plain.body] });
    const first = (await add({ verified: true })).body;
    expect(first.verification).toMatchObject({ status: 'verified', strategy: 'admin' });
    const second = (await add({ verified: true })).body;
    expect((await read()).primary_phone_number_id).toBe(first.id);
    const third = (await add({ verified: true, primary: true })).body;
    expect((await read()).primary_phone_number_id).toBe(third.id);
    expect((await call('GET', `/v1/phone_numbers/${second.id}`)).body).toEqual(second);
  });

  it('200: kept for codes at sign-in, the first is offered first', async () => {
    const { add, read } = await make();
    const kept = { verified: true, reserved_for_second_factor: true };
    const first = (await add(kept)).body;
    expect(first).toMatchObject({ reserved_for_second_factor: true, default_second_factor: true });
    expect((await add(kept)).body).toMatchObject({ default_second_factor: false });
    expect(await read()).toMatchObject({
      two_factor_enabled: true,
      mfa_enabled_at: server.clock.now().getTime(),
    });
  });

  it('400, 404, 422', async () => {
    const { add, user } = await make();
    expect(outcome(await add({ reserved_for_second_factor: true }))).toEqual([
      400,
      'identification_create_second_factor_unverified',
    ]);
    expect(outcome(await add({ user_id: UNKNOWN }))).toEqual([404, 'resource_not_found']);
    const stranger = await make({}, other);
    expect(outcome(await add({ user_id: stranger.user.id }))).toEqual([404, 'resource_not_found']);
    const taken = nextNumber();
    await (await make()).add({ phone_number: taken, verified: true });
    for (const [fields, code] of [
      [{ phone_number: taken }, 'form_identifier_exists'],
      [{ phone_number: taken, verified: true }, 'form_identifier_exists'],
      [{ phone_number: 'call me' }, 'form_param_format_invalid'],
      [{ phone_number: '14155550100' }, 'form_param_format_invalid'],
      [{ phone_number: '+1415555\u0000' }, 'form_param_format_invalid'],
      [{ phone_number: '+'.repeat(65) }, 'form_param_max_length_exceeded'],
      [{ phone_number: 14155550100 }, 'form_param_type_invalid'],
      [{ phone_number: undefined }, 'form_param_missing'],
      [{ user_id: undefined }, 'form_param_missing'],
      [{ verified: 'true' }, 'form_param_type_invalid'],
      [{ default_second_factor: true }, 'form_param_unknown'],
    ] as const)
      expect(outcome(await add(fields)), JSON.stringify(fields)).toEqual([422, code]);
    expect((await call('GET', `/v1/users/${user.id}`)).body.phone_numbers).toEqual([]);
  });

  it('422: more than 25; of parallel claims of one number one holds', async () => {
    const { add } = await make();
    for (let numbers = 0; numbers < 25; numbers += 1) expect((await add()).status).toBe(200);
    expect(outcome(await add())).toEqual([422, 'form_param_array_size_exceeded']);
    const phone_number = nextNumber();
    const users = await Promise.all(Array.from({ length: 8 }, () => make()));
    const claims = await Promise.all(users.map((user) => user.add({ phone_number, verified: true })));
    expect(claims.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(claims.filter((claim) => outcome(claim)[1] === 'form_identifier_exists')).toHaveLength(7);
  });
});

describe('PATCH /v1/phone_numbers/:phone_number_id', () => {
  it('200: vouched for, primary, kept for sign-in and back', async () => {
    const { add, read } = await make({ totp_secret: null, backup_codes: ['abcd1234'] });
    const { body: number } = await add();
    const url = `/v1/phone_numbers/${number.id}`;
    const changed = await call('PATCH', url, {
      verified: true,
      primary: true,
      reserved_for_second_factor: true,
    });
    expect(changed.body).toMatchObject({
      verification: { status: 'verified', strategy: 'admin' },
      reserved_for_second_factor: true,
      default_second_factor: true,
    });
    expect(await read()).toMatchObject({ primary_phone_number_id: number.id, two_factor_enabled: true });
    const back = await call('PATCH', url, { reserved_for_second_factor: false });
    expect(back.body).toMatchObject({ reserved_for_second_factor: false, default_second_factor: false });
    expect(await read()).toMatchObject({ two_factor_enabled: false, backup_code_enabled: false });
    expect((await call('PATCH', url, {})).status).toBe(200);
  });

  it('200: who was offered first is followed by the oldest other', async () => {
    const { add, read } = await make();
    const kept = { verified: true, reserved_for_second_factor: true };
    const [one, two] = [(await add(kept)).body, (await add(kept)).body];
    await call('PATCH', `/v1/phone_numbers/${one.id}`, { reserved_for_second_factor: false });
    expect((await call('GET', `/v1/phone_numbers/${two.id}`)).body.default_second_factor).toBe(true);
    expect((await read()).two_factor_enabled).toBe(true);
  });

  it('400, 404, 422', async () => {
    const { add } = await make();
    const { body: plain } = await add();
    const change = (id: string, fields: object) => call('PATCH', `/v1/phone_numbers/${id}`, fields);
    expect(outcome(await change(plain.id, { reserved_for_second_factor: true }))).toEqual([
      400,
      'identification_update_second_factor_unverified',
    ]);
    expect(outcome(await change(plain.id, { primary: true }))).toEqual([422, 'form_param_value_invalid']);
    expect(outcome(await change(plain.id, { verified: 1 }))).toEqual([422, 'form_param_type_invalid']);
    expect(outcome(await change(plain.id, { phone_number: '+1' }))).toEqual([422, 'form_param_unknown']);
    const { body: kept } = await add({ verified: true, primary: true, reserved_for_second_factor: true });
    expect(outcome(await change(kept.id, { verified: false }))[0]).toBe(422);
    const { body: spare } = await add({ verified: true, reserved_for_second_factor: true });
    expect(outcome(await change(spare.id, { verified: false }))).toEqual([
      400,
      'identification_update_second_factor_unverified',
    ]);
    const stranger = (await (await make({}, other)).add()).body;
    for (const id of ['idn_unknown', stranger.id])
      expect(outcome(await change(id, { verified: true }))).toEqual([404, 'resource_not_found']);
  });

  it('422: verified by one user while another has it', async () => {
    const phone_number = nextNumber();
    const { body: early } = await (await make()).add({ phone_number });
    await (await make()).add({ phone_number, verified: true });
    const late = await call('PATCH', `/v1/phone_numbers/${early.id}`, { verified: true });
    expect(outcome(late)).toEqual([422, 'form_identifier_exists']);
  });
});

describe('GET and DELETE /v1/phone_numbers/:phone_number_id', () => {
  it('200: gone; the next one is primary and the number is free', async () => {
    const { add, read } = await make();
    const one = (await add({ verified: true, reserved_for_second_factor: true })).body;
    const two = (await add({ verified: true })).body;
    const url = `/v1/phone_numbers/${one.id}`;
    expect((await call('DELETE', url)).body).toEqual({ object: 'phone_number', id: one.id, deleted: true });
    expect(await read()).toMatchObject({ primary_phone_number_id: two.id, two_factor_enabled: false });
    expect(outcome(await call('GET', url))).toEqual([404, 'resource_not_found']);
    expect(outcome(await call('DELETE', url))).toEqual([404, 'resource_not_found']);
    const again = await (await make()).add({ phone_number: one.phone_number, verified: true });
    expect(again.status).toBe(200);
  });

  it('400: what a user is known by last stays', async () => {
    const { user, read } = await make({ email_address: [], phone_number: [nextNumber()] });
    const refused = await call('DELETE', `/v1/phone_numbers/${user.phone_numbers[0].id}`);
    expect(outcome(refused)).toEqual([400, 'last_identifier_required']);
    expect(refused.body.errors[0].long_message).toContain('last identifier');
    expect(await read()).toEqual(user);
  });
});

describe('PUT /v1/users/:user_id/phone_number', () => {
  it('200: one number in the place of all; codes at sign-in are over', async () => {
    const { add, read, path } = await make({ backup_codes: ['abcd1234'] });
    await add({ verified: true, reserved_for_second_factor: true });
    const { body: old } = await add({ verified: true });
    const phone_number = nextNumber();
    const replaced = await call('PUT', `${path}/phone_number`, { phone_number });
    expect(replaced).toMatchObject({
      status: 200,
      body: { phone_number, verification: { status: 'verified', strategy: 'admin' } },
    });
    expect(await read()).toMatchObject({
      phone_numbers: [replaced.body],
      primary_phone_number_id: replaced.body.id,
      two_factor_enabled: false,
      backup_code_enabled: false,
    });
    // Its own number, which stays the user's.
    const same = await call('PUT', `${path}/phone_number`, { phone_number });
    expect(same.body.phone_number).toBe(phone_number);
    expect((await call('GET', `/v1/phone_numbers/${old.id}`)).status).toBe(404);
  });

  it('200: reserved, which nobody else can have; unverified, which others can', async () => {
    const { path } = await make();
    const phone_number = nextNumber();
    const reserved = await call('PUT', `${path}/phone_number`, {
      phone_number,
      identification_status: 'reserved',
    });
    expect(reserved.body).toMatchObject({ reserved: true, verification: null });
    expect(outcome(await (await make()).add({ phone_number }))).toEqual([422, 'form_identifier_exists']);
    await call('PUT', `${path}/phone_number`, { phone_number, identification_status: 'unverified' });
    expect((await (await make()).add({ phone_number, verified: true })).status).toBe(200);
  });

  it('404 and 422, and the numbers of before stay', async () => {
    const { add, read, path } = await make();
    await add({ verified: true });
    const before = await read();
    const taken = nextNumber();
    await (await make()).add({ phone_number: taken, verified: true });
    for (const [fields, code] of [
      [{ phone_number: taken }, 'form_identifier_exists'],
      [{ phone_number: 'x' }, 'form_param_format_invalid'],
      [{}, 'form_param_missing'],
      [{ phone_number: null }, 'form_param_type_invalid'],
      [{ phone_number: taken, identification_status: 'mine' }, 'form_param_value_invalid'],
    ] as const)
      expect(outcome(await call('PUT', `${path}/phone_number`, fields))).toEqual([422, code]);
    const nobody = await call('PUT', `/v1/users/${UNKNOWN}/phone_number`, { phone_number: nextNumber() });
    expect(outcome(nobody)).toEqual([404, 'resource_not_found']);
    expect(await read()).toEqual(before);
  });
});

describe('POST /v1/phone_numbers/:phone_number_id/prepare_verification and attempt_verification', () => {
  it('200: the code of a test number proves it, once', async () => {
    const { add, read } = await make();
    const { body: number } = await add();
    const url = `/v1/phone_numbers/${number.id}`;
    const sent = await call('POST', `${url}/prepare_verification`);
    expect(sent).toMatchObject({
      status: 200,
      body: {
        object: 'verification_otp',
        status: 'unverified',
        strategy: 'phone_code',
        attempts: 0,
        channel: 'sms',
      },
    });
    const attempt = (code: string) =>
      call('POST', `${url}/attempt_verification`, { verification_id: sent.body.id, code });
    expect((await attempt('000000')).body).toMatchObject({ status: 'unverified', attempts: 1 });
    expect((await attempt(' 424242 ')).body).toMatchObject({ status: 'verified', attempts: 2 });
    expect(await read()).toMatchObject({
      primary_phone_number_id: number.id,
      phone_numbers: [{ verification: { status: 'verified', strategy: 'phone_code' } }],
    });
    expect(outcome(await attempt('424242'))).toEqual([400, 'verification_already_verified']);
  });

  it('200: used up after three tries', async () => {
    const { add } = await make();
    const { body: number } = await add();
    const url = `/v1/phone_numbers/${number.id}`;
    const { body: sent } = await call('POST', `${url}/prepare_verification`);
    const attempt = (code: string) =>
      call('POST', `${url}/attempt_verification`, { verification_id: sent.id, code });
    await Promise.all(Array.from({ length: 5 }, () => attempt('000000')));
    expect((await attempt('424242')).body).toMatchObject({ status: 'failed', attempts: 3 });
    expect((await call('GET', url)).body.verification).toBeNull();
  });

  it('403: this server sends no messages to phones', async () => {
    const { add } = await make();
    const { body: number } = await add({ phone_number: `+4420718${String(next()).padStart(5, '0')}` });
    const refused = await call('POST', `/v1/phone_numbers/${number.id}/prepare_verification`);
    expect(outcome(refused)).toEqual([403, 'feature_not_enabled']);
    expect(refused.body.errors[0].long_message).toContain('no messages to phones');
  });

  it('404 and 422', async () => {
    const { add } = await make();
    const { body: number } = await add();
    const { body: sibling } = await add();
    const { body: sent } = await call('POST', `/v1/phone_numbers/${sibling.id}/prepare_verification`);
    const attempt = (body: object, id = number.id) =>
      call('POST', `/v1/phone_numbers/${id}/attempt_verification`, body);
    for (const verification_id of ['ver_unknown', sent.id, '%'])
      expect(outcome(await attempt({ verification_id, code: '424242' }))).toEqual([
        404,
        'resource_not_found',
      ]);
    expect(outcome(await attempt({ verification_id: sent.id, code: '1' }, 'idn_unknown'))).toEqual([
      404,
      'resource_not_found',
    ]);
    expect(outcome(await call('POST', '/v1/phone_numbers/idn_unknown/prepare_verification'))).toEqual([
      404,
      'resource_not_found',
    ]);
    expect(outcome(await attempt({ code: '1' }))).toEqual([422, 'form_param_missing']);
    expect(outcome(await attempt({ verification_id: 'x', code: 1 }))).toEqual([
      422,
      'form_param_type_invalid',
    ]);
  });
});
