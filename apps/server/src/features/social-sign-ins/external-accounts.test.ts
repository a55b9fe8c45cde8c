import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type OpenIdProvider, startOpenIdProvider, visitProvider } from '../../testing/providers/index.ts';
import { addConnections, openSocialBrowser, type SocialBrowser } from '../../testing/social-browser.ts';

let server: TestServer;
let provider: OpenIdProvider;
const ACME = 'oauth_custom_acme';
const PROFILE = 'http://localhost:3000/user';

beforeAll(async () => {
  server = await createTestServer();
  const callbackUrl = `${server.instance.frontendApiUrl}/v1/oauth_callback`;
  provider = await startOpenIdProvider({ callbackUrl, people: {} });
  const secrets = { client_id: provider.clientId, client_secret: provider.clientSecret };
  await addConnections(server, [
    { kind: 'oidc', key: 'acme', name: 'Acme', issuer: provider.origin, ...secrets },
  ]);
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

let people = 0;
/** A browser in which a new user is signed in by password. */
async function signedIn() {
  people += 1;
  const identifier = `person${people}@example.com`;
  const password = 'a long enough secret';
  const made = { email_address: [identifier], password };
  const { id } = (await server.backend('POST', '/v1/users', made)).json();
  const browser = openSocialBrowser(server);
  await browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
  return { browser, id: id as string };
}

const connect = (browser: SocialBrowser, form: Record<string, string> = {}) =>
  browser.post('/v1/me/external_accounts', { strategy: ACME, redirect_url: PROFILE, ...form });
const accountsOf = async (id: string) =>
  (await server.backend('GET', `/v1/users/${id}`)).json().external_accounts;
const pageOf = ({ body }: Awaited<ReturnType<typeof connect>>): string =>
  body.response.verification.external_verification_redirect_url;

/** Connects a new user with somebody at the provider. */
async function connected(login: string) {
  const user = await signedIn();
  const begun = await connect(user.browser);
  await user.browser.comeBack(await visitProvider(pageOf(begun), { login }));
  return { ...user, accountId: begun.body.response.id as string };
}

describe('POST /v1/me/external_accounts', () => {
  it('200: names the provider’s page, and the way back confirms the account', async () => {
    const { browser, id } = await signedIn();
    const begun = await connect(browser, { additional_scope: 'offline_access' });
    expect(begun.status).toBe(200);
    expect(begun.body.response).toMatchObject({
      object: 'external_account',
      id: expect.stringMatching(/^eac_/),
      provider: ACME,
      verification: { status: 'unverified', strategy: ACME },
    });
    expect(new URL(pageOf(begun)).searchParams.get('scope')).toBe('openid email profile offline_access');
    expect(await accountsOf(id)).toMatchObject([{ verification: { status: 'unverified' } }]);
    const back = await browser.comeBack(await visitProvider(pageOf(begun), { login: 'connects' }));
    expect(back).toEqual({ status: 303, location: PROFILE });
    expect(await accountsOf(id)).toMatchObject([
      { id: begun.body.response.id, provider_user_id: 'connects', verification: { status: 'verified' } },
    ]);
    const other = openSocialBrowser(server);
    await other.visit('sign_ins', ACME, { login: 'connects' });
    const [session] = (await other.get('/v1/client')).body.response.sessions;
    expect(session.user.id).toBe(id);
  });

  it('a cancelled visit leaves an account that says why; another try replaces it', async () => {
    const { browser, id } = await signedIn();
    await browser.comeBack(await visitProvider(pageOf(await connect(browser)), 'cancel'));
    const { external_accounts: shown } = (await browser.get('/v1/me')).body.response;
    expect(shown).toMatchObject([
      { verification: { status: 'failed', error: { code: 'oauth_access_denied' } } },
    ]);
    await browser.comeBack(await visitProvider(pageOf(await connect(browser)), { login: 'second-try' }));
    expect(await accountsOf(id)).toMatchObject([
      { provider_user_id: 'second-try', verification: { status: 'verified' } },
    ]);
  });

  it('another user’s account stays theirs', async () => {
    const first = await connected('contested');
    const second = await connected('contested');
    expect(await accountsOf(first.id)).toMatchObject([{ verification: { status: 'verified' } }]);
    expect(await accountsOf(second.id)).toMatchObject([
      {
        provider_user_id: '',
        verification: { status: 'failed', error: { code: 'external_account_exists' } },
      },
    ]);
  });

  it('two users at once: one gets the account', async () => {
    const users = await Promise.all([signedIn(), signedIn()]);
    const callbacks: string[] = [];
    for (const { browser } of users)
      callbacks.push(await visitProvider(pageOf(await connect(browser)), { login: 'raced' }));
    await Promise.all(users.map(({ browser }, index) => browser.comeBack(callbacks[index] ?? '')));
    const accounts = await Promise.all(users.map(({ id }) => accountsOf(id)));
    const statuses = accounts.map(([account]) => account.verification.status).sort();
    expect(statuses).toEqual(['failed', 'verified']);
  });

  it('nothing is connected when the user has signed out meanwhile', async () => {
    const { browser, id } = await signedIn();
    const callback = await visitProvider(pageOf(await connect(browser)), { login: 'gone' });
    await browser.send('DELETE', '/v1/client/sessions');
    await browser.comeBack(callback);
    expect(
      (await accountsOf(id)).filter((account: { provider_user_id: string }) => account.provider_user_id),
    ).toEqual([]);
  });

  it('401 for a stranger; 422 for bad input, and nothing is begun', async () => {
    expect((await connect(openSocialBrowser(server))).status).toBe(401);
    const { browser, id } = await signedIn();
    for (const [form, status] of [
      [{ strategy: 'oauth_myspace' }, 422],
      [{ redirect_url: '' }, 422],
      [{ redirect_url: 'https://evil.example' }, 422],
      [{ additional_scope: 'a"b' }, 422],
    ] as const)
      expect((await connect(browser, form)).status).toBe(status);
    expect(await accountsOf(id)).toEqual([]);
  });
});

describe('PATCH /v1/me/external_accounts/:id/reauthorize', () => {
  it('200: further scopes for the same person; another person changes nothing', async () => {
    const { browser, id, accountId } = await connected('reauthorizes');
    const path = `/v1/me/external_accounts/${accountId}/reauthorize`;
    const form = { redirect_url: PROFILE, additional_scope: ['offline_access'] };
    const begun = await browser.send('PATCH', path, form);
    expect(begun.body.response.verification.status).toBe('unverified');
    await browser.comeBack(await visitProvider(pageOf(begun), { login: 'somebody-else' }));
    expect(await accountsOf(id)).toMatchObject([
      { provider_user_id: 'reauthorizes', verification: { status: 'verified' } },
    ]);
    const again = await browser.send('PATCH', path, form);
    await browser.comeBack(await visitProvider(pageOf(again), { login: 'reauthorizes' }));
    expect(await accountsOf(id)).toMatchObject([{ id: accountId, provider_user_id: 'reauthorizes' }]);
  });

  it('404 for another user’s account', async () => {
    const { accountId } = await connected('not-yours');
    const { browser } = await signedIn();
    const path = `/v1/me/external_accounts/${accountId}`;
    expect((await browser.send('PATCH', `${path}/reauthorize`, { redirect_url: PROFILE })).status).toBe(404);
    expect((await browser.send('DELETE', path)).status).toBe(404);
    expect((await browser.send('DELETE', `${path}/tokens`)).status).toBe(404);
  });
});

describe('DELETE /v1/me/external_accounts/:id', () => {
  it('200: the account is gone and signs nobody in', async () => {
    const { browser, id, accountId } = await connected('leaves');
    const { status, body } = await browser.send('DELETE', `/v1/me/external_accounts/${accountId}`);
    expect([status, body.response]).toEqual([
      200,
      { object: 'external_account', id: accountId, deleted: true },
    ]);
    expect(await accountsOf(id)).toEqual([]);
    const other = openSocialBrowser(server);
    await other.visit('sign_ins', ACME, { login: 'leaves' });
    expect((await other.get('/v1/client')).body.response.sessions).toEqual([]);
  });
});

describe('the last way in', () => {
  /** A user who has nothing but two accounts at the provider: the address is gone, as an operator may have it. */
  async function withoutAddress(logins: [string, string]) {
    const { browser, id } = await signedIn();
    const accounts: string[] = [];
    for (const login of logins) {
      const begun = await connect(browser);
      await browser.comeBack(await visitProvider(pageOf(begun), { login }));
      accounts.push(begun.body.response.id);
    }
    const queries = server.dependencies.database.queries;
    await queries.deleteFrom('email_addresses').where('user_id', '=', id).execute();
    return { browser, id, accounts };
  }
  const remove = (browser: SocialBrowser, accountId = '') =>
    browser.send('DELETE', `/v1/me/external_accounts/${accountId}`);

  it('400: of two accounts the last one stays, also of two requests at once', async () => {
    const { browser, id, accounts } = await withoutAddress(['last-a', 'last-b']);
    const answers = await Promise.all(accounts.map((accountId) => remove(browser, accountId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const refused = answers.find(({ status }) => status === 400);
    expect(refused?.body.errors).toMatchObject([{ code: 'last_sign_in_method_required' }]);
    expect(await accountsOf(id)).toHaveLength(1);
    const other = openSocialBrowser(server);
    await other.visit('sign_ins', ACME, { login: (await accountsOf(id))[0].provider_user_id });
    expect((await other.get('/v1/client')).body.response.sessions).toMatchObject([{ user: { id } }]);
  });

  it('an account at a provider that is switched off is none; an operator may take the last one', async () => {
    const { browser, id, accounts } = await withoutAddress(['off-a', 'off-b']);
    const { queries } = server.dependencies.database;
    const switchedOff = queries.updateTable('external_accounts').where('id', '=', accounts[1] ?? '');
    await switchedOff.set({ provider: 'oauth_custom_gone' }).execute();
    expect((await remove(browser, accounts[0])).status).toBe(400);
    const path = `/v1/users/${id}/external_accounts/${accounts[0]}`;
    expect((await server.backend('DELETE', path)).statusCode).toBe(200);
  });
});

describe('DELETE /v1/users/:id/external_accounts/:id', () => {
  it('200 for the user’s own account; 404 for another user’s', async () => {
    const { id, accountId } = await connected('removed');
    const other = (await signedIn()).id;
    const path = `/external_accounts/${accountId}`;
    expect((await server.backend('DELETE', `/v1/users/${other}${path}`)).statusCode).toBe(404);
    const answer = await server.backend('DELETE', `/v1/users/${id}${path}`);
    expect(answer.json()).toEqual({ object: 'external_account', id: accountId, deleted: true });
    expect(await accountsOf(id)).toEqual([]);
  });
});

describe('GET /v1/users/:id/oauth_access_tokens/:provider', () => {
  it('200: the token works at the provider; an expired one is renewed; the user’s removal ends it', async () => {
    provider.people.tokens = { email: 'tokens@example.com', email_verified: true };
    const { browser, id, accountId } = await connected('tokens');
    const read = async (path = ACME) =>
      (await server.backend('GET', `/v1/users/${id}/oauth_access_tokens/${path}`)).json();
    const [first] = await read();
    expect(first).toMatchObject({
      object: 'oauth_access_token',
      external_account_id: accountId,
      provider_user_id: 'tokens',
      provider: ACME,
      scopes: ['openid', 'email', 'profile'],
      expires_at: server.clock.now().getTime() + 3_600_000,
      label: null,
      public_metadata: {},
    });
    const whoIs = async (token: string) =>
      (await fetch(`${provider.origin}/me`, { headers: { authorization: `Bearer ${token}` } })).json();
    expect(await whoIs(first.token)).toMatchObject({ sub: 'tokens', email: 'tokens@example.com' });
    expect(await read(`${ACME}?paginated=true`)).toMatchObject({
      data: [{ token: first.token }],
      total_count: 1,
    });
    server.clock.advance(3_600);
    const [renewed] = await read();
    expect(renewed.token).not.toBe(first.token);
    expect(await whoIs(renewed.token)).toMatchObject({ sub: 'tokens' });
    const { body } = await browser.send('DELETE', `/v1/me/external_accounts/${accountId}/tokens`);
    expect(body.response.external_accounts).toMatchObject([{ verification: { status: 'verified' } }]);
    expect((await read()).errors[0].code).toBe('oauth_token_not_found');
  });

  it('404 for an unknown user, and for one without an account there', async () => {
    const { id } = await signedIn();
    for (const userId of [id, 'user_unknown'])
      expect(
        (await server.backend('GET', `/v1/users/${userId}/oauth_access_tokens/oauth_google`)).statusCode,
      ).toBe(404);
  });
});
