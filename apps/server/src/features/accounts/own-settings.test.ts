import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { lastCodeFor, openTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';
import { createUser, type UserInput } from '../users/index.ts';

const PASSWORD = 'a long enough secret';
/** Where people may do without a password, and where without an address: two instances of other settings. */
let passwordless: TestServer;
let addressless: TestServer;
let count = 0;

beforeAll(async () => {
  passwordless = await createTestServer({ instance: { settings: { password: 'on', username: 'on' } } });
  addressless = await createTestServer({
    instance: {
      settings: { emailAddress: 'on', username: 'required', firstName: 'required', lastName: 'off' },
    },
  });
});
afterAll(() => Promise.all([passwordless.close(), addressless.close()]));

async function signIn(server: TestServer, input: UserInput = {}) {
  count += 1;
  const identifier = `ida${count}@example.com`;
  const { instance, dependencies } = server;
  const fields = { emailAddresses: [identifier], password: PASSWORD, ...input };
  const user = await createUser(dependencies, { ...fields, instance, actor: { type: 'server', id: null } });
  const browser = openTestBrowser(server);
  await browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password: PASSWORD });
  return { user, identifier, browser };
}

const refusal = ({ status, body }: { status: number; body: { errors: { code: string }[] } }) => [
  status,
  body.errors[0]?.code,
];
const patch = (browser: TestBrowser, form: Record<string, string>) => browser.send('PATCH', '/v1/me', form);

describe('POST /v1/me/remove_password', () => {
  const remove = (browser: TestBrowser, current?: string) =>
    browser.post('/v1/me/remove_password', current === undefined ? {} : { current_password: current });

  it('200: the password is gone, the address is the way in; 400 the second time', async () => {
    const { browser, identifier } = await signIn(passwordless);
    const { status, body } = await remove(browser, PASSWORD);
    expect(status).toBe(200);
    expect(body.response).toMatchObject({ object: 'user', password_enabled: false });
    expect(body.client.sessions[0].user.password_enabled).toBe(false);
    const form = { strategy: 'password', identifier, password: PASSWORD };
    expect((await openTestBrowser(passwordless).post('/v1/client/sign_ins', form)).status).toBe(422);
    expect(refusal(await remove(browser, PASSWORD))).toEqual([400, 'no_password_set']);
    const set = await browser.post('/v1/me/change_password', { new_password: 'another good secret' });
    expect(set.body.response.password_enabled).toBe(true);
  });

  it('422: a wrong or missing current one; the password stays', async () => {
    const { browser } = await signIn(passwordless);
    expect(refusal(await remove(browser, 'wrong'))).toEqual([422, 'form_password_incorrect']);
    expect(refusal(await remove(browser))).toEqual([422, 'form_param_missing']);
    expect((await browser.get('/v1/me')).body.response.password_enabled).toBe(true);
  });

  it('400 where everybody needs one, and for whoever has no other way in; 401: a stranger', async () => {
    const { browser } = await signIn(addressless, { username: 'needs_one' });
    expect(refusal(await remove(browser, PASSWORD))).toEqual([400, 'password_required']);
    const { browser: other, user } = await signIn(passwordless, { username: 'no_other_way' });
    const { queries } = passwordless.dependencies.database;
    await queries.deleteFrom('email_addresses').where('user_id', '=', user.id).execute();
    expect(refusal(await remove(other, PASSWORD))).toEqual([400, 'password_required']);
    expect((await remove(openTestBrowser(passwordless), PASSWORD)).status).toBe(401);
  });
});

describe('PATCH /v1/me', () => {
  it('200: a username where they are on; taken, odd, too short and hostile ones are refused', async () => {
    const { browser } = await signIn(passwordless);
    await signIn(passwordless, { username: 'taken' });
    const { body } = await patch(browser, { username: 'Ida_1' });
    expect(body.response.username).toBe('Ida_1');
    for (const [username, code] of [
      ['TAKEN', 'form_identifier_exists'],
      ['abc', 'form_username_invalid_length'],
      ['x'.repeat(65), 'form_username_invalid_length'],
      ['1234', 'form_username_needs_non_number_char'],
      ['a b c d', 'form_username_invalid_character'],
      ['\u0000abcd', 'form_param_format_invalid'],
    ] as const) {
      const answer = await patch(browser, { username });
      expect(refusal(answer)).toEqual([422, code]);
      expect(answer.body.errors[0].meta.param_name).toBe('username');
    }
    expect((await browser.get('/v1/me')).body.response.username).toBe('Ida_1');
    expect((await patch(browser, { username: '' })).body.response.username).toBeNull();
  });

  it('422: what is required cannot be taken away; what is off is no parameter, or left alone', async () => {
    const { browser } = await signIn(addressless, { username: 'required_1', firstName: 'Ida' });
    expect(refusal(await patch(browser, { username: '' }))).toEqual([422, 'form_param_nil']);
    expect(refusal(await patch(browser, { first_name: '', last_name: 'x' }))).toEqual([
      422,
      'form_param_nil',
    ]);
    const { body } = await patch(browser, { first_name: 'Idabel', last_name: 'Ignored' });
    expect(body.response).toMatchObject({ first_name: 'Idabel', last_name: null });
    const plain = await createTestServer();
    const { browser: other } = await signIn(plain);
    expect(refusal(await patch(other, { username: 'somebody' }))).toEqual([422, 'form_param_unknown']);
    await plain.close();
  });

  it('422: names too long or not storable, metadata that is no object, an address that is not one’s own', async () => {
    const { browser, user } = await signIn(passwordless);
    const { user: other } = await signIn(passwordless);
    const before = (await browser.get('/v1/me')).body.response;
    for (const [form, code] of [
      [{ first_name: 'x'.repeat(257) }, 'form_param_max_length_exceeded'],
      [{ last_name: 'a\u0000b' }, 'form_param_format_invalid'],
      [{ unsafe_metadata: '[1]' }, 'form_param_type_invalid'],
      [{ unsafe_metadata: '{' }, 'form_param_format_invalid'],
      [{ primary_email_address_id: other.emailAddresses[0]?.id ?? '' }, 'form_param_value_invalid'],
      [{ primary_email_address_id: 'idn_x' }, 'form_param_value_invalid'],
    ] as const)
      expect([form, ...refusal(await patch(browser, form))]).toEqual([form, 422, code]);
    const { updated_at: _, ...after } = (await browser.get('/v1/me')).body.response;
    expect(before).toMatchObject(after);
    expect(after.primary_email_address_id).toBe(user.primaryEmailAddressId);
  });

  it('one of two who take the same username at once gets it', async () => {
    const people = await Promise.all([signIn(passwordless), signIn(passwordless)]);
    const answers = await Promise.all(people.map(({ browser }) => patch(browser, { username: 'both_want' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });
});

describe('DELETE /v1/me/email_addresses/:email_address_id', () => {
  const remove = (browser: TestBrowser, id = '') => browser.send('DELETE', `/v1/me/email_addresses/${id}`);

  it('400: the last proved one, where addresses are required or there is no other way in', async () => {
    const { browser, user } = await signIn(passwordless, { username: 'has_name' });
    expect(refusal(await remove(browser, user.emailAddresses[0]?.id))).toEqual([
      400,
      'last_identifier_required',
    ]);
    const { browser: other, user: nameless } = await signIn(addressless);
    expect(refusal(await remove(other, nameless.emailAddresses[0]?.id))).toEqual([
      400,
      'last_identifier_required',
    ]);
  });

  it('of two proved ones that are removed at once one stays', async () => {
    const { browser, user } = await signIn(passwordless);
    const address = `both${count}@example.com`;
    const added = (await browser.post('/v1/me/email_addresses', { email_address: address })).body.response;
    const path = `/v1/me/email_addresses/${added.id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    await browser.post(`${path}/attempt_verification`, { code: lastCodeFor(passwordless, address) });
    const ids = [user.emailAddresses[0]?.id, added.id as string];
    const answers = await Promise.all(ids.map((id) => remove(browser, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await browser.get('/v1/me')).body.response.email_addresses).toHaveLength(1);
  });

  it('200: the last one too, where username and password do', async () => {
    const { browser, user } = await signIn(addressless, { username: 'does_without' });
    expect((await remove(browser, user.emailAddresses[0]?.id)).status).toBe(200);
    const { response } = (await browser.get('/v1/me')).body;
    expect(response).toMatchObject({ email_addresses: [], primary_email_address_id: null });
  });

  it('200: the primary one; the oldest other proved one follows', async () => {
    const { browser, user } = await signIn(passwordless);
    const address = `second${count}@example.com`;
    const { id } = (await browser.post('/v1/me/email_addresses', { email_address: address })).body.response;
    const path = `/v1/me/email_addresses/${id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    await browser.post(`${path}/attempt_verification`, { code: lastCodeFor(passwordless, address) });
    expect((await remove(browser, user.emailAddresses[0]?.id)).body.response.deleted).toBe(true);
    expect((await browser.get('/v1/me')).body.response.primary_email_address_id).toBe(id);
  });
});

describe('POST /v1/me/email_addresses/:email_address_id/…_verification', () => {
  it('400, 422 and 429, each in its place', async () => {
    const { browser, user } = await signIn(passwordless);
    const address = `third${count}@example.com`;
    const add = (email_address: string) => browser.post('/v1/me/email_addresses', { email_address });
    expect(refusal(await add('no address'))).toEqual([422, 'form_param_format_invalid']);
    const { user: other } = await signIn(passwordless);
    expect(refusal(await add(other.emailAddresses[0]?.emailAddress ?? ''))).toEqual([
      422,
      'form_identifier_exists',
    ]);
    const { id } = (await add(address)).body.response;
    expect(refusal(await add(address))).toEqual([422, 'form_identifier_exists']);
    const path = `/v1/me/email_addresses/${id}`;
    const prepare = (strategy: string) => browser.post(`${path}/prepare_verification`, { strategy });
    const attempt = (code: string) => browser.post(`${path}/attempt_verification`, { code });
    expect(refusal(await attempt('123456'))).toEqual([400, 'verification_missing']);
    expect(refusal(await prepare('phone_code'))).toEqual([422, 'form_param_value_invalid']);
    await prepare('email_code');
    for (const _ of [1, 2, 3]) expect(refusal(await attempt('wrong'))).toEqual([422, 'form_code_incorrect']);
    expect(refusal(await attempt(lastCodeFor(passwordless, address)))).toEqual([400, 'verification_failed']);
    await prepare('email_code');
    passwordless.clock.advance(601);
    expect(refusal(await attempt(lastCodeFor(passwordless, address)))).toEqual([400, 'verification_expired']);
    for (const _ of [1, 2, 3]) expect((await prepare('email_code')).status).toBe(200);
    expect((await prepare('email_code')).status).toBe(429);
    expect((await attempt(lastCodeFor(passwordless, address))).status).toBe(200);
    expect(refusal(await prepare('email_code'))).toEqual([400, 'verification_already_verified']);
    expect(user.emailAddresses).toHaveLength(1);
  });
});
