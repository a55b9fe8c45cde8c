import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { openTestBrowser } from '../../../testing/test-browser.ts';
import { createUser } from '../../users/index.ts';

const PASSWORD = 'a long enough secret';
const JOIN = 'http://localhost:3000/join';
let server: TestServer;
let count = 0;
const newAddress = () => {
  count += 1;
  return `ines${count}@example.com`;
};

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const invite = async (body: object) => {
  const response = await server.backend('POST', '/v1/invitations', body);
  return { status: response.statusCode, body: response.json() };
};
const makeUser = (emailAddress: string) =>
  createUser(server.dependencies, {
    emailAddresses: [emailAddress],
    password: PASSWORD,
    instance: server.instance,
    actor: { type: 'server', id: null },
  });
const ticketOf = (url: string) => new URL(url).searchParams.get('ticket') ?? '';
const signUp = (ticket: string, form: Record<string, string> = {}, browser = openTestBrowser(server)) =>
  browser.post('/v1/client/sign_ups', { strategy: 'ticket', ticket, password: PASSWORD, ...form });
const read = async (emailAddress: string) =>
  (await server.backend('GET', `/v1/invitations?query=${encodeURIComponent(emailAddress)}`)).json();

describe('POST /v1/invitations', () => {
  it('200: mails a link whose ticket makes a user with the address proved and the metadata', async () => {
    const email_address = newAddress();
    const public_metadata = { team: 'blue' };
    const { status, body } = await invite({ email_address, public_metadata, redirect_url: JOIN });
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'invitation',
      id: expect.stringMatching(/^inv_/),
      email_address,
      public_metadata,
      revoked: false,
      status: 'pending',
      url: expect.stringContaining('/v1/tickets/accept?ticket='),
      expires_at: server.clock.now().getTime() + 30 * 86_400_000,
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
    });
    const mail = server.dependencies.sentMail.findLast(({ to }) => to === email_address);
    expect(mail?.kind).toBe('invitation');
    expect(mail?.text).toContain(body.url);
    const done = (await signUp(ticketOf(body.url), { first_name: 'Ines' })).body.response;
    expect(done.status).toBe('complete');
    const user = (await server.backend('GET', `/v1/users/${done.created_user_id}`)).json();
    expect(user).toMatchObject({ first_name: 'Ines', public_metadata });
    expect(user.email_addresses[0]).toMatchObject({
      email_address,
      verification: { status: 'verified', strategy: 'ticket' },
    });
    const [listed] = await read(email_address);
    expect(listed).toMatchObject({ status: 'accepted' });
    expect(listed).not.toHaveProperty('url');
  });

  it('the ticket outlives a form that is not finished, and is used up by the one that is', async () => {
    const { body } = await invite({ email_address: newAddress(), notify: false });
    const ticket = ticketOf(body.url);
    const browser = openTestBrowser(server);
    const begun = await signUp(ticket, { password: '' }, browser);
    expect(begun.body.response).toMatchObject({
      status: 'missing_requirements',
      missing_fields: ['password'],
      unverified_fields: [],
      verifications: { email_address: { status: 'verified', strategy: 'ticket' } },
    });
    expect((await signUp(ticket, {}, browser)).body.response.status).toBe('complete');
    const again = await signUp(ticket);
    expect([again.status, again.body.errors[0].code]).toEqual([400, 'ticket_invalid']);
  });

  it('of 100 browsers at once exactly one signs up', async () => {
    const { body } = await invite({ email_address: newAddress(), notify: false });
    const ticket = ticketOf(body.url);
    const answers = await Promise.all(Array.from({ length: 100 }, () => signUp(ticket)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const found = await server.backend('GET', `/v1/users?email_address=${body.email_address}`);
    expect(found.json()).toHaveLength(1);
  }, 60_000);

  it('signs in whoever has the address already; tells the others to sign up', async () => {
    const email_address = newAddress();
    const user = await makeUser(email_address);
    const { body } = await invite({ email_address, ignore_existing: true });
    const browser = openTestBrowser(server);
    const form = { strategy: 'ticket', ticket: ticketOf(body.url) };
    const signedIn = await browser.post('/v1/client/sign_ins', form);
    expect(signedIn.body.client.sessions[0].user.id).toBe(user.id);
    expect((await browser.post('/v1/client/sign_ins', form)).status).toBe(400);
    const { body: other } = await invite({ email_address: newAddress() });
    const stranger = openTestBrowser(server);
    const refused = await stranger.post('/v1/client/sign_ins', {
      strategy: 'ticket',
      ticket: ticketOf(other.url),
    });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'invitation_account_not_exists']);
  });

  it('400 duplicate_record for a second one, unless it ignores that; a new one after it expired', async () => {
    const email_address = newAddress();
    await invite({ email_address, expires_in_days: 1 });
    const again = await invite({ email_address });
    expect([again.status, again.body.errors[0].code]).toEqual([400, 'duplicate_record']);
    expect((await invite({ email_address, ignore_existing: true, expires_in_days: 1 })).status).toBe(200);
    server.clock.advance(86_400);
    expect((await invite({ email_address })).status).toBe(200);
    expect((await read(email_address)).map(({ status }: { status: string }) => status)).toEqual([
      'pending',
      'expired',
      'expired',
    ]);
  });

  it('of 20 at once for one address exactly one is made', async () => {
    const email_address = newAddress();
    const answers = await Promise.all(Array.from({ length: 20 }, () => invite({ email_address })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await read(email_address)).toHaveLength(1);
  });

  it.each([
    [{ email_address: 'nobody' }, 'form_param_format_invalid', 'email_address'],
    [{}, 'form_param_missing', 'email_address'],
    [{ redirect_url: 'https://evil.example/' }, 'redirect_url_not_allowed', 'redirect_url'],
    [{ redirect_url: '//evil.example' }, 'redirect_url_not_allowed', 'redirect_url'],
    [{ expires_in_days: 0 }, 'form_param_value_too_small', 'expires_in_days'],
    [{ expires_in_days: 366 }, 'form_param_value_too_large', 'expires_in_days'],
    [{ public_metadata: 'text' }, 'form_param_type_invalid', 'public_metadata'],
    [{ template_slug: 'other' }, 'form_param_value_invalid', 'template_slug'],
    [{ pigeon: true }, 'form_param_unknown', 'pigeon'],
  ])('422 for %j', async (fields, code, name) => {
    const email_address = newAddress();
    const given = Object.keys(fields).length === 0 ? {} : { email_address, ...fields };
    const { status, body } = await invite(given);
    expect([status, body.errors[0].code, body.errors[0].meta.param_name]).toEqual([422, code, name]);
    expect(await read(email_address)).toEqual([]);
  });

  it('422 form_identifier_exists for somebody with an account', async () => {
    const email_address = newAddress();
    await makeUser(email_address);
    const { status, body } = await invite({ email_address });
    expect([status, body.errors[0].code]).toEqual([422, 'form_identifier_exists']);
  });

  it('leads in where sign-up is closed', async () => {
    const closed = await createTestServer({ instance: { settings: { signUpMode: 'closed' } } });
    const email_address = newAddress();
    const made = (await closed.backend('POST', '/v1/invitations', { email_address })).json();
    const browser = openTestBrowser(closed);
    const form = { strategy: 'ticket', ticket: ticketOf(made.url), password: PASSWORD };
    expect((await browser.post('/v1/client/sign_ups', form)).body.response.status).toBe('complete');
    await closed.close();
  });
});

describe('POST /v1/invitations/bulk', () => {
  it('200 with each link; none at all when one cannot be', async () => {
    const addresses = [newAddress(), newAddress()];
    const body = addresses.map((email_address) => ({ email_address }));
    const response = await server.backend('POST', '/v1/invitations/bulk', body);
    expect(response.json().map((made: { email_address: string }) => made.email_address)).toEqual(addresses);
    const third = newAddress();
    const mixed = [{ email_address: third }, ...body];
    const refused = await server.backend('POST', '/v1/invitations/bulk', mixed);
    expect([refused.statusCode, refused.json().errors[0].code]).toEqual([400, 'duplicate_record']);
    expect(await read(third)).toEqual([]);
    expect(server.dependencies.sentMail.filter(({ to }) => to === third)).toEqual([]);
    for (const wrong of [[], Array.from({ length: 11 }, () => ({ email_address: third })), {}])
      expect((await server.backend('POST', '/v1/invitations/bulk', wrong)).statusCode).toBe(422);
  });
});

describe('GET /v1/invitations', () => {
  it('200: newest first, by status, part of an address and page; others’ are not seen', async () => {
    const mine = await createTestServer();
    const make = async (email_address: string) =>
      (await mine.backend('POST', '/v1/invitations', { email_address })).json().id;
    const ids = [await make('b@example.com'), await make('a@example.com'), await make('c@other.example')];
    await mine.backend('POST', `/v1/invitations/${ids[2]}/revoke`);
    const list = async (query: string) => (await mine.backend('GET', `/v1/invitations${query}`)).json();
    const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
    expect(idsOf(await list(''))).toEqual([ids[1], ids[0]]);
    expect(idsOf(await list('?status=revoked'))).toEqual([ids[2]]);
    expect(idsOf(await list('?query=b%40exa'))).toEqual([ids[0]]);
    expect(idsOf(await list(`?query=${ids[1]}`))).toEqual([ids[1]]);
    expect(idsOf(await list('?order_by=email_address'))).toEqual([ids[1], ids[0]]);
    expect(idsOf(await list('?limit=1&offset=1'))).toEqual([ids[0]]);
    expect(await list('?paginated=true&limit=1')).toMatchObject({ data: [{ id: ids[1] }], total_count: 2 });
    expect((await mine.backend('GET', '/v1/invitations?order_by=secret')).statusCode).toBe(422);
    expect(idsOf((await server.backend('GET', `/v1/invitations?query=${ids[1]}`)).json())).toEqual([]);
    await mine.close();
  });
});

describe('POST /v1/invitations/:invitation_id/revoke and DELETE', () => {
  it('200: the link is worthless then; 400 for one that is not pending, 404 for an unknown one', async () => {
    const { body } = await invite({ email_address: newAddress() });
    const revoke = async (id: string) => {
      const response = await server.backend('POST', `/v1/invitations/${id}/revoke`);
      return { status: response.statusCode, body: response.json() };
    };
    expect((await revoke(body.id)).body).toMatchObject({ status: 'revoked', revoked: true });
    expect((await signUp(ticketOf(body.url))).status).toBe(400);
    expect((await revoke(body.id)).body.errors[0].code).toBe('invitation_already_revoked');
    const { body: used } = await invite({ email_address: newAddress() });
    await signUp(ticketOf(used.url));
    expect((await revoke(used.id)).body.errors[0].code).toBe('invitation_already_accepted');
    expect((await revoke('inv_none')).status).toBe(404);
  });

  it('DELETE removes it and its link; 404 afterwards', async () => {
    const { body } = await invite({ email_address: newAddress() });
    const remove = () => server.backend('DELETE', `/v1/invitations/${body.id}`);
    expect((await remove()).json()).toEqual({ object: 'invitation', id: body.id, deleted: true });
    expect((await signUp(ticketOf(body.url))).status).toBe(400);
    expect((await remove()).statusCode).toBe(404);
  });
});

describe('GET /v1/tickets/accept', () => {
  const accept = async (ticket: string, browser = openTestBrowser(server)) => {
    const { status, location } = await browser.open(`/v1/tickets/accept?ticket=${ticket}`);
    return { status, url: new URL(location ?? 'about:blank') };
  };

  it('303 to the invitation’s page with ticket and status; uses nothing up', async () => {
    const { body } = await invite({ email_address: newAddress(), redirect_url: `${JOIN}?plan=a` });
    const ticket = ticketOf(body.url);
    const first = await accept(ticket);
    expect(first.status).toBe(303);
    expect(Object.fromEntries(first.url.searchParams)).toEqual({
      plan: 'a',
      __clerk_ticket: ticket,
      __clerk_status: 'sign_up',
    });
    expect(first.url.href.startsWith(`${JOIN}?`)).toBe(true);
    expect((await accept(ticket)).status).toBe(303);
    expect((await signUp(ticket)).body.response.status).toBe('complete');
    expect((await accept(ticket)).status).toBe(400);
  });

  it('says sign_in for somebody with an account, complete for a signed-in browser', async () => {
    const email_address = newAddress();
    await makeUser(email_address);
    const { body } = await invite({ email_address, ignore_existing: true });
    const { url } = await accept(ticketOf(body.url));
    expect(url.searchParams.get('__clerk_status')).toBe('sign_in');
    expect(url.href).toContain(`/i/${server.instance.slug}/account/sign-in`);
    const browser = openTestBrowser(server);
    await browser.post('/v1/client/sign_ins', {
      strategy: 'password',
      identifier: email_address,
      password: PASSWORD,
    });
    expect((await accept(ticketOf(body.url), browser)).url.searchParams.get('__clerk_status')).toBe(
      'complete',
    );
  });

  it('400 for an unknown ticket, 422 without one', async () => {
    expect((await accept('none')).status).toBe(400);
    expect((await openTestBrowser(server).open('/v1/tickets/accept')).status).toBe(422);
  });
});
