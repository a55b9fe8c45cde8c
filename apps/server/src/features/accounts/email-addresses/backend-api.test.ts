import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { lastCodeFor, openTestBrowser } from '../../../testing/test-browser.ts';

let server: TestServer;
let other: TestServer;
let count = 0;
const PASSWORD = 'a long enough secret';
const UNKNOWN = 'user_000000000000000000000000000';

beforeAll(async () => {
  server = await createTestServer();
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
const nextAddress = () => {
  count += 1;
  return `uma${count}@example.com`;
};

async function make(fields: object = {}, on = server) {
  const identifier = nextAddress();
  const given = { email_address: [identifier], password: PASSWORD, ...fields };
  const { body: user } = await call('POST', '/v1/users', given, on);
  const path = `/v1/users/${user.id}`;
  return { user, identifier, path, read: async () => (await call('GET', path, undefined, on)).body };
}
const signIn = (identifier: string) =>
  openTestBrowser(server).post('/v1/client/sign_ins', {
    strategy: 'password',
    identifier,
    password: PASSWORD,
  });
const mailTo = (to: string) =>
  server.dependencies.sentMail.filter(
    (mail) => mail.to === to && mail.kind === 'primary_email_address_changed',
  );

describe('PUT /v1/users/:user_id/email_address', () => {
  it('200: one address in the place of all; the user signs in with it and no other', async () => {
    const { user, identifier, path, read } = await make();
    await call('POST', '/v1/email_addresses', {
      user_id: user.id,
      email_address: nextAddress(),
      verified: true,
    });
    const email_address = nextAddress();
    const replaced = await call('PUT', `${path}/email_address`, {
      email_address: email_address.toUpperCase(),
    });
    expect(replaced).toMatchObject({
      status: 200,
      body: {
        object: 'email_address',
        email_address,
        verification: { status: 'verified', strategy: 'admin' },
      },
    });
    expect(await read()).toMatchObject({
      email_addresses: [replaced.body],
      primary_email_address_id: replaced.body.id,
    });
    expect((await signIn(email_address)).status).toBe(200);
    expect(outcome(await signIn(identifier))).toEqual([422, 'form_password_incorrect']);
    expect(mailTo(identifier)).toEqual([]);
    // The old one is free again.
    expect((await call('POST', '/v1/users', { email_address: [identifier] })).status).toBe(200);
  });

  it('200: reserved signs in and is nobody else’s; unverified is neither', async () => {
    const { path } = await make();
    const email_address = nextAddress();
    const put = (identification_status: string) =>
      call('PUT', `${path}/email_address`, { email_address, identification_status });
    expect((await put('reserved')).body).toMatchObject({ reserved: true, verification: null });
    expect((await signIn(email_address)).status).toBe(200);
    expect(outcome(await call('POST', '/v1/users', { email_address: [email_address] }))).toEqual([
      422,
      'form_identifier_exists',
    ]);
    expect((await put('unverified')).body).toMatchObject({ reserved: false, verification: null });
    expect(outcome(await signIn(email_address))).toEqual([422, 'form_password_incorrect']);
    expect((await call('POST', '/v1/users', { email_address: [email_address] })).status).toBe(200);
  });

  it('200: the previous primary address is told when asked, not of itself, and without the new one in full', async () => {
    const { identifier, path } = await make();
    const tell = { notify_primary_email_address_changed: true };
    await call('PUT', `${path}/email_address`, { email_address: identifier, ...tell });
    expect(mailTo(identifier)).toEqual([]);
    const email_address = nextAddress();
    await call('PUT', `${path}/email_address`, { email_address, ...tell });
    expect(mailTo(identifier)).toHaveLength(1);
    expect(mailTo(identifier)[0]?.text).not.toContain(email_address);
  });

  it('400: while a connected account has one of the addresses', async () => {
    const { user, identifier, path, read } = await make();
    const now = server.clock.now();
    await server.dependencies.database.queries
      .insertInto('external_accounts')
      .values({
        instance_id: server.instance.id,
        id: `eac_${user.id}`,
        user_id: user.id,
        identification_id: `idn_${user.id}`,
        provider: 'oauth_google',
        provider_user_id: user.id,
        email_address: identifier,
        email_address_verified: true,
        approved_scopes: '',
        public_metadata: '{}',
        verified: true,
        created_at: now,
        updated_at: now,
      } as never)
      .execute();
    const before = await read();
    const refused = await call('PUT', `${path}/email_address`, { email_address: nextAddress() });
    expect(outcome(refused)).toEqual([400, 'delete_linked_identification_disallowed']);
    expect(await read()).toEqual(before);
  });

  it('404 and 422, and the addresses of before stay', async () => {
    const { path, read } = await make();
    const { identifier: taken } = await make();
    const before = await read();
    for (const [fields, code] of [
      [{ email_address: taken }, 'form_identifier_exists'],
      [{ email_address: 'nobody' }, 'form_param_format_invalid'],
      [{ email_address: `${'a'.repeat(320)}@b.co` }, 'form_param_max_length_exceeded'],
      [{ email_address: 'a@b.co\r\nBcc: x@y.z' }, 'form_param_format_invalid'],
      [{}, 'form_param_missing'],
      [{ email_address: ['a@b.co'] }, 'form_param_type_invalid'],
      [{ email_address: 'a@b.co', identification_status: '' }, 'form_param_value_invalid'],
      [{ email_address: 'a@b.co', primary: true }, 'form_param_unknown'],
    ] as const)
      expect(outcome(await call('PUT', `${path}/email_address`, fields)), code).toEqual([422, code]);
    const { user: stranger } = await make({}, other);
    for (const id of [UNKNOWN, stranger.id])
      expect(
        outcome(await call('PUT', `/v1/users/${id}/email_address`, { email_address: 'a@b.co' })),
      ).toEqual([404, 'resource_not_found']);
    expect(await read()).toEqual(before);
  });
});

describe('notify_primary_email_address_changed', () => {
  it('tells the previous primary address: of a new one, a changed one, a chosen one', async () => {
    const { user, identifier, path } = await make();
    const tell = { notify_primary_email_address_changed: true };
    const add = { user_id: user.id, verified: true, ...tell };
    const second = nextAddress();
    await call('POST', '/v1/email_addresses', { ...add, email_address: second, primary: true });
    expect(mailTo(identifier)).toHaveLength(1);
    const third = await call('POST', '/v1/email_addresses', { ...add, email_address: nextAddress() });
    expect(mailTo(second)).toHaveLength(0);
    await call('PATCH', `/v1/email_addresses/${third.body.id}`, { primary: true, ...tell });
    expect(mailTo(second)).toHaveLength(1);
    await call('PATCH', path, { primary_email_address_id: user.email_addresses[0].id, ...tell });
    expect(mailTo(third.body.email_address)).toHaveLength(1);
    await call('PATCH', path, { first_name: 'Uma', ...tell });
    expect(mailTo(identifier)).toHaveLength(1);
  });

  it('200 although the message could not be sent', async () => {
    const { user } = await make();
    const { mail } = server.dependencies;
    const send = mail.send;
    mail.send = () => Promise.reject(new Error('no route to the mail server'));
    const email_address = nextAddress();
    const tell = { notify_primary_email_address_changed: true };
    const put = await call('PUT', `/v1/users/${user.id}/email_address`, { email_address, ...tell });
    mail.send = send;
    expect(put).toMatchObject({ status: 200, body: { email_address } });
  });
});

describe('POST /v1/email_addresses/:email_address_id/prepare_verification and attempt_verification', () => {
  /** A user with an unproved address to which a code was sent. */
  async function prepared() {
    const { user, read } = await make();
    const email_address = nextAddress();
    const address = (await call('POST', '/v1/email_addresses', { user_id: user.id, email_address })).body;
    const url = `/v1/email_addresses/${address.id}`;
    const sent = await call('POST', `${url}/prepare_verification`);
    const attempt = (code: string) =>
      call('POST', `${url}/attempt_verification`, { verification_id: sent.body.id, code });
    return { user, url, read, email_address, sent, attempt };
  }

  it('200: the mailed code proves the address; a wrong one is told by the status', async () => {
    const { url, email_address, sent, attempt } = await prepared();
    expect(sent).toMatchObject({
      status: 200,
      body: { object: 'verification_otp', status: 'unverified', strategy: 'email_code', attempts: 0 },
    });
    expect(sent.body.id).toMatch(/^ver_/);
    expect((await attempt('wrong')).body).toMatchObject({ status: 'unverified', attempts: 1 });
    const code = lastCodeFor(server, email_address);
    expect((await attempt(code)).body).toMatchObject({ id: sent.body.id, status: 'verified', attempts: 2 });
    expect((await call('GET', url)).body.verification).toMatchObject({
      status: 'verified',
      strategy: 'email_code',
    });
    expect(outcome(await attempt(code))).toEqual([400, 'verification_already_verified']);
  });

  it('200: an address that is verified is asked again, and stays as it was', async () => {
    const { user, identifier } = await make();
    const url = `/v1/email_addresses/${user.email_addresses[0].id}`;
    const before = (await call('GET', url)).body;
    const { body: sent } = await call('POST', `${url}/prepare_verification`);
    const code = lastCodeFor(server, identifier);
    const done = await call('POST', `${url}/attempt_verification`, { verification_id: sent.id, code });
    expect(done.body.status).toBe('verified');
    expect((await call('GET', url)).body).toEqual(before);
  });

  it('200: three tries, ten minutes', async () => {
    const { email_address, attempt, url } = await prepared();
    await Promise.all(Array.from({ length: 5 }, () => attempt('wrong')));
    expect((await attempt(lastCodeFor(server, email_address))).body).toMatchObject({
      status: 'failed',
      attempts: 3,
    });
    const late = await prepared();
    server.clock.advance(601);
    expect((await late.attempt(lastCodeFor(server, late.email_address))).body.status).toBe('expired');
    for (const each of [url, late.url]) expect((await call('GET', each)).body.verification).toBeNull();
  });

  it('exactly one of ten parallel right codes is accepted', async () => {
    const { email_address, attempt } = await prepared();
    const code = lastCodeFor(server, email_address);
    const answers = await Promise.all(Array.from({ length: 10 }, () => attempt(code)));
    expect(answers.filter(({ body }) => body.status === 'verified')).toHaveLength(1);
    expect(answers.filter((answer) => outcome(answer)[1] === 'verification_already_verified')).toHaveLength(
      9,
    );
  });

  it('422: somebody else has proved the address meanwhile', async () => {
    const { email_address, attempt } = await prepared();
    await call('POST', '/v1/users', { email_address: [email_address] });
    expect(outcome(await attempt(lastCodeFor(server, email_address)))).toEqual([
      422,
      'form_identifier_exists',
    ]);
  });

  it('429: five codes an hour', async () => {
    const { url } = await prepared();
    for (let codes = 1; codes < 5; codes += 1)
      expect((await call('POST', `${url}/prepare_verification`)).status).toBe(200);
    expect(outcome(await call('POST', `${url}/prepare_verification`))).toEqual([429, 'too_many_requests']);
  });

  it('404 and 422', async () => {
    const { url, sent } = await prepared();
    const { sent: foreign } = await prepared();
    const attempt = (body: object, at = url) => call('POST', `${at}/attempt_verification`, body);
    for (const verification_id of ['ver_unknown', foreign.body.id])
      expect(outcome(await attempt({ verification_id, code: '1' }))).toEqual([404, 'resource_not_found']);
    const nowhere = '/v1/email_addresses/idn_unknown';
    expect(outcome(await attempt({ verification_id: sent.body.id, code: '1' }, nowhere))).toEqual([
      404,
      'resource_not_found',
    ]);
    expect(outcome(await call('POST', `${nowhere}/prepare_verification`))).toEqual([
      404,
      'resource_not_found',
    ]);
    for (const [body, code] of [
      [{ code: '1' }, 'form_param_missing'],
      [{ verification_id: sent.body.id }, 'form_param_missing'],
      [{ verification_id: sent.body.id, code: 1 }, 'form_param_type_invalid'],
      [{ verification_id: sent.body.id, code: 'x'.repeat(65) }, 'form_param_max_length_exceeded'],
    ] as const)
      expect(outcome(await attempt(body))).toEqual([422, code]);
  });
});
