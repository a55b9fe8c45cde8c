import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type BrowserAnswer, openTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';
import { createUser, updateUserFields } from '../users/index.ts';

const LANDING = 'http://localhost:3000/landing?from=mail';
const settings = { emailStrategies: ['email_link', 'email_code'] as const };
let server: TestServer;
/** As `server`, but links work in any browser. */
let open: TestServer;
let count = 0;

beforeAll(async () => {
  server = await createTestServer({ instance: { settings } });
  open = await createTestServer({ instance: { settings: { ...settings, emailLinkSameClient: false } } });
});
afterAll(() => Promise.all([server.close(), open.close()]));

async function makeUser(on: TestServer, input: { password?: string } = {}) {
  count += 1;
  const identifier = `lena${count}@example.com`;
  const user = await createUser(on.dependencies, {
    emailAddresses: [identifier],
    ...input,
    instance: on.instance,
    actor: { type: 'server', id: null },
  });
  return { user, identifier };
}

const newAddress = () => {
  count += 1;
  return `new${count}@example.com`;
};

/** The path of the link in the last mail to this address. */
function lastLinkFor(on: TestServer, emailAddress: string): string {
  const message = on.dependencies.sentMail.findLast(({ to }) => to === emailAddress);
  const url = message && /https?:\/\/\S+\/v1\/verify\?token=\w+/.exec(message.text)?.[0];
  if (!url) throw new Error(`no link was sent to ${emailAddress}`);
  return new URL(url).pathname.replace(/^\/i\/[^/]+/, '') + new URL(url).search;
}

/** Opens a link as a browser does, and keeps the cookie; tells where it was sent. */
async function follow(path: string, browser: TestBrowser) {
  const { status, location } = await browser.open(path);
  expect(status, JSON.stringify(location)).toBe(303);
  const url = new URL(location ?? '');
  const told = Object.fromEntries(url.searchParams);
  expect([url.origin + url.pathname, told.from]).toEqual(['http://localhost:3000/landing', 'mail']);
  return { status: told.__clerk_status, sessionId: told.__clerk_created_session ?? null };
}

/** Asks for a sign-in link in a new browser. */
async function askForLink(on: TestServer, identifier: string) {
  const browser = openTestBrowser(on);
  const begun = await browser.post('/v1/client/sign_ins', { identifier });
  const path = `/v1/client/sign_ins/${begun.body.response.id}`;
  const factor = begun.body.response.supported_first_factors.find(
    ({ strategy }: { strategy: string }) => strategy === 'email_link',
  );
  const form = { strategy: 'email_link', email_address_id: factor.email_address_id, redirect_url: LANDING };
  const prepared = await browser.post(`${path}/prepare_first_factor`, form);
  return { browser, path, prepared };
}

const activeSessions = ({ body }: BrowserAnswer) =>
  body.response.sessions.map((session: { id: string }) => session.id);

describe('a sign-in by link', () => {
  it('303 verified: signs in, tells the session, and the page that waits sees it', async () => {
    const { identifier, user } = await makeUser(server);
    const { browser, path, prepared } = await askForLink(server, identifier);
    expect(prepared.body.response.first_factor_verification).toMatchObject({
      object: 'verification_email_link',
      status: 'unverified',
      strategy: 'email_link',
      expire_at: server.clock.now().getTime() + 600_000,
    });
    const waiting = await browser.get(path);
    expect(waiting.body.response.first_factor_verification.status).toBe('unverified');
    const before = browser.secret;
    const told = await follow(lastLinkFor(server, identifier), browser);
    expect(told).toEqual({ status: 'verified', sessionId: expect.stringMatching(/^sess_/) });
    expect(browser.secret).not.toBe(before); // Whoever knew the cookie before is left outside.
    const client = await browser.get('/v1/client');
    expect(activeSessions(client)).toEqual([told.sessionId]);
    expect(client.body.response.sessions[0].user.id).toBe(user.id);
    expect(client.body.response).toMatchObject({ sign_in: null, last_authentication_strategy: 'email_link' });
    const { response } = (await browser.get(path)).body;
    expect(response).toMatchObject({ status: 'complete', created_session_id: told.sessionId });
    expect(response.first_factor_verification).toMatchObject({
      status: 'verified',
      verified_at_client: client.body.response.id,
    });
  });

  it('a look that was under way while the link changed the cookie is told that it is complete, and no more', async () => {
    const { identifier } = await makeUser(server);
    const { browser, path } = await askForLink(server, identifier);
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    const told = await follow(lastLinkFor(server, identifier), browser);
    const late = (await server.frontend('GET', path, { cookies })).json();
    expect(late.client).toBeNull();
    expect(late.response).toMatchObject({
      status: 'complete',
      created_session_id: told.sessionId,
      user_data: null,
      first_factor_verification: { status: 'verified' },
    });
    expect((await server.frontend('GET', '/v1/client', { cookies })).json().response).toBeNull();
    expect((await server.frontend('GET', path)).statusCode).toBe(404);
  });

  it('create with strategy and redirect_url sends the link in the same call', async () => {
    const { identifier } = await makeUser(server);
    const browser = openTestBrowser(server);
    const form = { strategy: 'email_link', identifier, redirect_url: LANDING };
    const { body } = await browser.post('/v1/client/sign_ins', form);
    expect(body.response.first_factor_verification.strategy).toBe('email_link');
    expect((await follow(lastLinkFor(server, identifier), browser)).status).toBe('verified');
  });

  it('client_mismatch in another browser and for a stranger: nobody is signed in, the link stays good', async () => {
    const { identifier } = await makeUser(server);
    const { browser } = await askForLink(server, identifier);
    const link = lastLinkFor(server, identifier);
    const other = (await askForLink(server, (await makeUser(server)).identifier)).browser;
    for (const stranger of [openTestBrowser(server), other]) {
      expect(await follow(link, stranger)).toEqual({ status: 'client_mismatch', sessionId: null });
      expect((await stranger.get('/v1/client')).body.response?.sessions ?? []).toEqual([]);
    }
    expect((await follow(link, browser)).status).toBe('verified');
  });

  it('expired after ten minutes; failed when used or when another one was asked for', async () => {
    const { identifier } = await makeUser(server);
    const { browser, path } = await askForLink(server, identifier);
    const old = lastLinkFor(server, identifier);
    const again = { strategy: 'email_link', redirect_url: LANDING };
    await browser.post(`${path}/prepare_first_factor`, again);
    expect((await follow(old, browser)).status).toBe('failed');
    const newest = lastLinkFor(server, identifier);
    server.clock.advance(600);
    expect((await follow(newest, browser)).status).toBe('expired');
    expect((await browser.get(path)).body.response.first_factor_verification.status).toBe('expired');
    await browser.post(`${path}/prepare_first_factor`, again);
    const good = lastLinkFor(server, identifier);
    expect((await follow(good, browser)).status).toBe('verified');
    expect(await follow(good, browser)).toEqual({ status: 'failed', sessionId: null });
  });

  it('of 100 uses at once exactly one is verified, and one session is made', async () => {
    const { identifier, user } = await makeUser(server);
    const { browser } = await askForLink(server, identifier);
    const link = lastLinkFor(server, identifier);
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => server.frontend('GET', link, { cookies })),
    );
    const told = answers.map(({ headers }) =>
      new URL(String(headers.location)).searchParams.get('__clerk_status'),
    );
    expect(told.filter((status) => status === 'verified')).toHaveLength(1);
    const sessions = (await server.backend('GET', `/v1/sessions?user_id=${user.id}`)).json();
    expect(sessions).toHaveLength(1);
  });

  it('failed for a banned user, who stays out', async () => {
    const { identifier, user } = await makeUser(server);
    const { browser } = await askForLink(server, identifier);
    await server.backend('POST', `/v1/users/${user.id}/ban`);
    expect((await follow(lastLinkFor(server, identifier), browser)).status).toBe('failed');
    expect((await browser.get('/v1/client')).body.response.sessions).toEqual([]);
  });

  it('failed for a locked user, who stays out', async () => {
    const { identifier, user } = await makeUser(server);
    const { browser } = await askForLink(server, identifier);
    const { clock, dependencies } = server;
    await updateUserFields(dependencies.database.queries, user, { locked: true }, clock.now());
    expect((await follow(lastLinkFor(server, identifier), browser)).status).toBe('failed');
    expect((await browser.get('/v1/client')).body.response.sessions).toEqual([]);
  });

  it('an address of nobody is answered alike, and no mail goes out', async () => {
    const { identifier } = await makeUser(server);
    const known = await askForLink(server, identifier);
    const unknown = await askForLink(server, newAddress());
    const shape = ({ body }: BrowserAnswer) => ({
      ...body.response,
      id: '',
      identifier: '',
      supported_first_factors: body.response.supported_first_factors.map(
        ({ strategy }: { strategy: string }) => strategy,
      ),
    });
    expect(shape(unknown.prepared)).toEqual(shape(known.prepared));
    const { identifier: nobody } = unknown.prepared.body.response;
    expect(server.dependencies.sentMail.filter(({ to }) => to === nobody)).toEqual([]);
  });

  it.each([
    ['', 'form_param_missing'],
    ['/landing', 'redirect_url_not_allowed'],
    ['https://evil.example/', 'redirect_url_not_allowed'],
    ['javascript:alert(1)', 'redirect_url_not_allowed'],
    ['http://localhost:3000@evil.example/', 'redirect_url_not_allowed'],
  ])('422 for redirect_url %j; no mail goes out', async (redirect_url, code) => {
    const { identifier } = await makeUser(server);
    const browser = openTestBrowser(server);
    const answer = await browser.post('/v1/client/sign_ins', {
      strategy: 'email_link',
      identifier,
      redirect_url,
    });
    const [error] = answer.body.errors;
    expect([answer.status, error.code, error.meta.param_name]).toEqual([422, code, 'redirect_url']);
    expect(server.dependencies.sentMail.filter(({ to }) => to === identifier)).toEqual([]);
  });

  it('where any browser may follow: noted there, and the asking browser goes on when it looks', async () => {
    const { identifier } = await makeUser(open);
    const { browser, path } = await askForLink(open, identifier);
    const phone = openTestBrowser(open);
    expect(await follow(lastLinkFor(open, identifier), phone)).toEqual({
      status: 'verified',
      sessionId: null,
    });
    expect((await phone.get('/v1/client')).body.response).toBeNull();
    const { response } = (await browser.get(path)).body;
    expect(response).toMatchObject({ status: 'complete', created_session_id: expect.any(String) });
    expect(activeSessions(await browser.get('/v1/client'))).toEqual([response.created_session_id]);
    expect((await browser.get(path)).body.response.created_session_id).toBe(response.created_session_id);
  });

  it('a code tried against a link is told that there is none, and the link stays good', async () => {
    const { identifier } = await makeUser(server);
    const { browser, path } = await askForLink(server, identifier);
    const form = { strategy: 'email_code', code: '123456' };
    const { status, body } = await browser.post(`${path}/attempt_first_factor`, form);
    expect([status, body.errors[0].code]).toEqual([400, 'verification_missing']);
    expect((await follow(lastLinkFor(server, identifier), browser)).status).toBe('verified');
  });
});

describe('a sign-up by link', () => {
  const begin = async (on: TestServer, form: Record<string, string> = {}) => {
    const emailAddress = newAddress();
    const browser = openTestBrowser(on);
    const fields = { email_address: emailAddress, password: 'a long enough secret', ...form };
    const { body } = await browser.post('/v1/client/sign_ups', fields);
    const path = `/v1/client/sign_ups/${body.response.id}`;
    const send = { strategy: 'email_link', redirect_url: LANDING };
    const prepared = await browser.post(`${path}/prepare_verification`, send);
    return { browser, path, prepared, emailAddress };
  };

  it('303 verified: makes user and session; the page that waits sees it', async () => {
    const { browser, path, prepared, emailAddress } = await begin(server);
    expect(prepared.body.response.verifications.email_address).toMatchObject({
      status: 'unverified',
      strategy: 'email_link',
      next_action: 'needs_attempt',
      supported_strategies: ['email_link', 'email_code'],
    });
    const told = await follow(lastLinkFor(server, emailAddress), browser);
    expect(told.status).toBe('verified');
    const { response } = (await browser.get(path)).body;
    expect(response).toMatchObject({ status: 'complete', created_session_id: told.sessionId });
    expect(response.verifications.email_address.status).toBe('verified');
    const user = (await server.backend('GET', `/v1/users/${response.created_user_id}`)).json();
    expect(user.email_addresses[0]).toMatchObject({
      email_address: emailAddress,
      verification: { status: 'verified', strategy: 'email_link' },
    });
  });

  it('a look that was under way while the link changed the cookie is told that it is complete', async () => {
    const { browser, path, emailAddress } = await begin(server);
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    const told = await follow(lastLinkFor(server, emailAddress), browser);
    const late = (await server.frontend('GET', path, { cookies })).json();
    expect(late).toMatchObject({
      response: { status: 'complete', created_session_id: told.sessionId },
      client: null,
    });
    expect((await server.frontend('GET', path)).statusCode).toBe(404);
  });

  it('followed before everything was given, it proves the address; the rest completes it', async () => {
    const { browser, path, emailAddress } = await begin(server, { password: '' });
    const told = await follow(lastLinkFor(server, emailAddress), browser);
    expect(told).toEqual({ status: 'verified', sessionId: null });
    const waiting = (await browser.get(path)).body.response;
    expect(waiting).toMatchObject({ missing_fields: ['password'], unverified_fields: [] });
    const done = await browser.send('PATCH', path, { password: 'a long enough secret' });
    expect(done.body.response.status).toBe('complete');
  });

  it('where any browser may follow, the asking one makes user and session when it looks', async () => {
    const { browser, path, emailAddress } = await begin(open);
    const phone = openTestBrowser(open);
    const told = await follow(lastLinkFor(open, emailAddress), phone);
    expect(told).toEqual({ status: 'verified', sessionId: null });
    const { response } = (await browser.get(path)).body;
    expect(response.status).toBe('complete');
    expect(activeSessions(await browser.get('/v1/client'))).toEqual([response.created_session_id]);
  });

  it('failed when the address was taken meanwhile', async () => {
    const { browser, path, emailAddress } = await begin(server);
    await createUser(server.dependencies, {
      emailAddresses: [emailAddress],
      instance: server.instance,
      actor: { type: 'server', id: null },
    });
    expect((await follow(lastLinkFor(server, emailAddress), browser)).status).toBe('failed');
    expect((await browser.get(path)).body.response.status).toBe('missing_requirements');
  });
});

describe('an address of an account by link', () => {
  it('303 verified, once', async () => {
    const { identifier } = await makeUser(server, { password: 'a long enough secret' });
    const browser = openTestBrowser(server);
    const signIn = { strategy: 'password', identifier, password: 'a long enough secret' };
    await browser.post('/v1/client/sign_ins', signIn);
    const emailAddress = newAddress();
    const added = await browser.post('/v1/me/email_addresses', { email_address: emailAddress });
    const path = `/v1/me/email_addresses/${added.body.response.id}`;
    const send = { strategy: 'email_link', redirect_url: LANDING };
    expect((await browser.post(`${path}/prepare_verification`, send)).status).toBe(200);
    const link = lastLinkFor(server, emailAddress);
    expect(await follow(link, openTestBrowser(server))).toMatchObject({ status: 'client_mismatch' });
    expect(await follow(link, browser)).toEqual({ status: 'verified', sessionId: null });
    expect((await browser.get(path)).body.response.verification).toMatchObject({
      status: 'verified',
      strategy: 'email_link',
    });
    expect((await follow(link, browser)).status).toBe('failed');
  });
});

describe('GET /v1/verify', () => {
  it('400 for a token that nobody was sent, another instance’s included; 422 without one', async () => {
    const { identifier } = await makeUser(server);
    await askForLink(server, identifier);
    const link = lastLinkFor(server, identifier);
    for (const [on, path, status] of [
      [server, '/v1/verify?token=none', 400],
      [open, link, 400],
      [server, '/v1/verify', 422],
    ] as const)
      expect((await on.frontend('GET', path)).statusCode, path).toBe(status);
  });

  it('a HEAD request uses nothing up', async () => {
    const { identifier } = await makeUser(server);
    const { browser } = await askForLink(server, identifier);
    const link = lastLinkFor(server, identifier);
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    await server.inject({
      method: 'HEAD',
      url: `/i/${server.instance.slug}${link}`,
      headers: { host: 'localhost:1853' },
      cookies,
    });
    expect((await follow(link, browser)).status).toBe('verified');
  });
});
