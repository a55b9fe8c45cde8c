import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import {
  type GithubServer,
  type OpenIdProvider,
  startGithubServer,
  startOpenIdProvider,
  visitProvider,
} from '../../testing/providers/index.ts';
import {
  addConnections,
  CALLBACK_PAGE,
  openSocialBrowser,
  providerPageOf,
  SIGNED_IN_PAGE,
} from '../../testing/social-browser.ts';
import { updateUserFields } from '../users/index.ts';

let server: TestServer;
let provider: OpenIdProvider;
let github: GithubServer;

const ACME = 'oauth_custom_acme';
const person = (name: string, fields: object = {}) => ({
  email: `${name}@example.com`,
  email_verified: true,
  given_name: name,
  family_name: 'Lovelace',
  picture: `https://pictures.example/${name}.png`,
  ...fields,
});

beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
  const callbackUrl = `${server.instance.frontendApiUrl}/v1/oauth_callback`;
  provider = await startOpenIdProvider({ callbackUrl, people: {} });
  github = await startGithubServer();
  const secrets = { client_id: provider.clientId, client_secret: provider.clientSecret };
  await addConnections(server, [
    { kind: 'oidc', key: 'acme', name: 'Acme', issuer: provider.origin, ...secrets },
    { kind: 'google', issuer: provider.origin, ...secrets },
    { kind: 'github', issuer: github.origin, client_id: github.clientId, client_secret: github.clientSecret },
    { kind: 'oidc', key: 'down', name: 'Down', issuer: 'http://127.0.0.1:9', ...secrets },
    { kind: 'oidc', key: 'off', name: 'Off', issuer: provider.origin, enabled: false, ...secrets },
  ]);
});
afterAll(async () => {
  await server.close();
  await provider.close();
  await github.close();
});

const usersWith = async (emailAddress: string) =>
  (await server.backend('GET', `/v1/users?email_address=${encodeURIComponent(emailAddress)}`)).json();
const makeUser = async (fields: object) => (await server.backend('POST', '/v1/users', fields)).json();
const sessionsOf = async (browser: ReturnType<typeof openSocialBrowser>) =>
  ((await browser.get('/v1/client')).body.response?.sessions ?? []) as { id: string; user: { id: string } }[];

/** Signs somebody up who is new here, by way of a sign-in that finds nobody. */
async function signUpBySignIn(strategy: string, login: string) {
  const browser = openSocialBrowser(server);
  expect(await browser.visit('sign_ins', strategy, { login })).toBe(CALLBACK_PAGE);
  const { sign_in: signIn } = (await browser.get('/v1/client')).body.response;
  expect(signIn.first_factor_verification).toMatchObject({
    status: 'transferable',
    strategy,
    error: { code: 'external_account_not_found' },
  });
  const { body } = await browser.post('/v1/client/sign_ups', { transfer: 'true' });
  return { browser, signUp: body.response };
}

describe('a first sign-in at a provider', () => {
  it('becomes a sign-up with the proved address, the names and the account; no password is asked for', async () => {
    provider.people.ada = person('ada');
    const { browser, signUp } = await signUpBySignIn(ACME, 'ada');
    expect(signUp).toMatchObject({
      status: 'complete',
      missing_fields: [],
      unverified_fields: [],
      has_password: false,
      external_account_strategy: ACME,
      verifications: { external_account: { status: 'verified', strategy: ACME } },
    });
    expect((await sessionsOf(browser)).map(({ user }) => user.id)).toEqual([signUp.created_user_id]);
    const [user] = await usersWith('ada@example.com');
    expect(user).toMatchObject({
      id: signUp.created_user_id,
      first_name: 'ada',
      last_name: 'Lovelace',
      password_enabled: false,
      email_addresses: [
        {
          email_address: 'ada@example.com',
          verification: { object: 'verification_from_oauth', status: 'verified', strategy: `from_${ACME}` },
          linked_to: [{ id: expect.stringMatching(/^eac_/), type: ACME }],
        },
      ],
      external_accounts: [
        {
          provider: ACME,
          provider_user_id: 'ada',
          email_address: 'ada@example.com',
          approved_scopes: 'openid email profile',
          image_url: 'https://pictures.example/ada.png',
          verification: { status: 'verified', strategy: ACME },
        },
      ],
    });
  });

  it('asks for the code of an address that the provider has not proved', async () => {
    provider.people.unproved = person('unproved', { email_verified: false });
    const { browser, signUp } = await signUpBySignIn(ACME, 'unproved');
    expect(signUp).toMatchObject({
      status: 'missing_requirements',
      missing_fields: [],
      unverified_fields: ['email_address'],
      email_address: 'unproved@example.com',
    });
    const path = `/v1/client/sign_ups/${signUp.id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    const mail = server.dependencies.sentMail.findLast(({ to }) => to === 'unproved@example.com');
    const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? '';
    const done = await browser.post(`${path}/attempt_verification`, { strategy: 'email_code', code });
    expect(done.body.response.status).toBe('complete');
    const [user] = await usersWith('unproved@example.com');
    expect(user.external_accounts).toMatchObject([
      { provider_user_id: 'unproved', verification: { status: 'verified' } },
    ]);
  });

  it('is refused where sign-up is closed, and makes nobody', async () => {
    const closed = await createTestServer({ instance: { settings: { signUpMode: 'closed' } } });
    const callbackUrl = `${closed.instance.frontendApiUrl}/v1/oauth_callback`;
    const own = await startOpenIdProvider({ callbackUrl, people: { guest: person('guest') } });
    try {
      const secrets = { client_id: own.clientId, client_secret: own.clientSecret };
      await addConnections(closed, [{ kind: 'google', issuer: own.origin, ...secrets }]);
      const browser = openSocialBrowser(closed);
      expect(await browser.visit('sign_ins', 'oauth_google', { login: 'guest' })).toBe(CALLBACK_PAGE);
      const { sign_in: signIn } = (await browser.get('/v1/client')).body.response;
      expect(signIn.first_factor_verification).toMatchObject({
        status: 'failed',
        error: { code: 'external_account_not_found' },
      });
      expect((await browser.post('/v1/client/sign_ups', { transfer: 'true' })).status).toBe(403);
      expect((await closed.backend('GET', '/v1/users/count')).json().total_count).toBe(0);
    } finally {
      await own.close();
      await closed.close();
    }
  });
});

describe('a sign-in by somebody who is known', () => {
  it('ends in a session on the page that was asked for, with a new client secret', async () => {
    provider.people.grace = person('grace');
    const { signUp } = await signUpBySignIn(ACME, 'grace');
    const browser = openSocialBrowser(server);
    const { body } = await browser.begin('sign_ins', ACME);
    expect(body.response).toMatchObject({
      status: 'needs_identifier',
      first_factor_verification: { status: 'unverified' },
    });
    const before = browser.secret;
    const url = new URL(providerPageOf(body.response));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
      redirect_uri: `${server.instance.frontendApiUrl}/v1/oauth_callback`,
      state: expect.stringMatching(/^[0-9A-Za-z]{40,}$/),
      nonce: expect.any(String),
    });
    const back = await browser.comeBack(await visitProvider(url.href, { login: 'grace' }));
    const landed = new URL(back.location ?? '');
    expect(landed.searchParams.get('__clerk_db_jwt')).toMatch(/^dvb_/);
    expect(landed.origin + landed.pathname).toBe(SIGNED_IN_PAGE);
    expect(browser.secret).not.toBe(before);
    expect((await sessionsOf(browser)).map(({ user }) => user.id)).toEqual([signUp.created_user_id]);
    const signIn = (await browser.get(`/v1/client/sign_ins/${body.response.id}`)).body.response;
    expect(signIn).toMatchObject({
      status: 'complete',
      first_factor_verification: { status: 'verified', strategy: ACME },
    });
    expect((await browser.get('/v1/client')).body.response).toMatchObject({
      sign_in: null,
      last_authentication_strategy: ACME,
    });
  });

  it('links the account when both sides have proved the address', async () => {
    const user = await makeUser({ email_address: ['linked@example.com'], password: 'a long enough secret' });
    provider.people.other = person('other', { email: 'Linked@Example.com' });
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', ACME, { login: 'other' })).toContain(SIGNED_IN_PAGE);
    const [found] = await usersWith('linked@example.com');
    expect(found).toMatchObject({
      id: user.id,
      password_enabled: true,
      external_accounts: [{ provider_user_id: 'other' }],
    });
  });

  it('links nothing on an address that the provider has not proved: the user’s own factor is asked for', async () => {
    const user = await makeUser({ email_address: ['victim@example.com'], password: 'a long enough secret' });
    provider.people.mallory = person('mallory', { email: 'victim@example.com', email_verified: false });
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', ACME, { login: 'mallory' })).toBe(CALLBACK_PAGE);
    const client = (await browser.get('/v1/client')).body.response;
    expect(client).toMatchObject({
      sessions: [],
      sign_in: {
        status: 'needs_first_factor',
        identifier: 'victim@example.com',
        first_factor_verification: null,
      },
    });
    expect((await server.backend('GET', `/v1/users/${user.id}`)).json().external_accounts).toEqual([]);
    const wrong = { strategy: 'password', password: 'not the password' };
    const attempt = await browser.post(
      `/v1/client/sign_ins/${client.sign_in.id}/attempt_first_factor`,
      wrong,
    );
    expect(attempt.status).toBe(422);
  });

  it('links nothing to an address that its user has not proved: a user of their own is made', async () => {
    const squatter = await makeUser({ email_address: ['squatter@example.com'] });
    const address = { user_id: squatter.id, email_address: 'owner@example.com', verified: false };
    expect((await server.backend('POST', '/v1/email_addresses', address)).statusCode).toBe(200);
    provider.people.owner = person('owner');
    const { signUp } = await signUpBySignIn(ACME, 'owner');
    expect(signUp.status).toBe('complete');
    expect(signUp.created_user_id).not.toBe(squatter.id);
    expect((await server.backend('GET', `/v1/users/${squatter.id}`)).json().external_accounts).toEqual([]);
  });

  it('is refused for a banned user, and says why on the page', async () => {
    provider.people.banned = person('banned');
    const { signUp } = await signUpBySignIn(ACME, 'banned');
    await server.backend('POST', `/v1/users/${signUp.created_user_id}/ban`);
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', ACME, { login: 'banned' })).toBe(CALLBACK_PAGE);
    const client = (await browser.get('/v1/client')).body.response;
    expect(client.sessions).toEqual([]);
    expect(client.sign_in.first_factor_verification).toMatchObject({
      status: 'failed',
      error: { code: 'user_banned' },
    });
  });

  it('is refused for a locked user, until the lock ends', async () => {
    provider.people.locked = person('locked');
    const { signUp } = await signUpBySignIn(ACME, 'locked');
    const { clock, dependencies, instance } = server;
    const lockoutExpiresAt = new Date(clock.now().getTime() + 60_000);
    const user = { instanceId: instance.id, id: signUp.created_user_id };
    const lock = { locked: true, lockoutExpiresAt };
    await updateUserFields(dependencies.database.queries, user, lock, clock.now());
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', ACME, { login: 'locked' })).toBe(CALLBACK_PAGE);
    const client = (await browser.get('/v1/client')).body.response;
    expect(client.sessions).toEqual([]);
    expect(client.sign_in.first_factor_verification).toMatchObject({
      status: 'failed',
      error: { code: 'user_locked' },
    });
    clock.advance(60);
    expect(await browser.visit('sign_ins', ACME, { login: 'locked' })).toContain(SIGNED_IN_PAGE);
  });

  it('starts no session of a user with a second factor before that was given', async () => {
    provider.people.careful = person('careful');
    const { browser: home } = await signUpBySignIn(ACME, 'careful');
    const { secret } = (await home.post('/v1/me/totp')).body.response;
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const shown = () => app.generate({ timestamp: server.clock.now().getTime() });
    const enrolled = await home.post('/v1/me/totp/attempt_verification', { code: shown() });
    expect(enrolled.body.response.verified).toBe(true);
    server.clock.advance(30);
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', ACME, { login: 'careful' })).toBe(CALLBACK_PAGE);
    const { sessions, sign_in: signIn } = (await browser.get('/v1/client')).body.response;
    expect(sessions).toEqual([]);
    expect(signIn).toMatchObject({
      status: 'needs_second_factor',
      supported_second_factors: [{ strategy: 'totp' }, { strategy: 'backup_code' }],
    });
    const path = `/v1/client/sign_ins/${signIn.id}/attempt_second_factor`;
    const { body } = await browser.post(path, { strategy: 'totp', code: shown() });
    expect(body.response.status).toBe('complete');
    expect(body.client.sessions).toMatchObject([{ factor_verification_age: [0, 0] }]);
  });
});

describe('a sign-up at a provider', () => {
  it('makes the user at once', async () => {
    provider.people.new = person('new');
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ups', 'oauth_google', { login: 'new' })).toContain(SIGNED_IN_PAGE);
    const [session] = await sessionsOf(browser);
    const [user] = await usersWith('new@example.com');
    expect(session?.user.id).toBe(user.id);
    expect(user.external_accounts).toMatchObject([{ provider: 'oauth_google', provider_user_id: 'new' }]);
  });

  it('of somebody who is known becomes a sign-in', async () => {
    provider.people.known = person('known');
    const { signUp } = await signUpBySignIn(ACME, 'known');
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ups', ACME, { login: 'known' })).toBe(CALLBACK_PAGE);
    const { sign_up: waiting } = (await browser.get('/v1/client')).body.response;
    expect(waiting.verifications.external_account).toMatchObject({
      status: 'transferable',
      error: { code: 'external_account_exists' },
    });
    const { body } = await browser.post('/v1/client/sign_ins', { transfer: 'true' });
    expect(body.response).toMatchObject({ status: 'complete', created_session_id: expect.any(String) });
    expect((await sessionsOf(browser)).map(({ user }) => user.id)).toEqual([signUp.created_user_id]);
    expect(body.client.sign_up).toBeNull();
    const again = await openSocialBrowser(server).post('/v1/client/sign_ins', { transfer: 'true' });
    expect([again.status, again.body.errors[0].code]).toEqual([400, 'account_transfer_invalid']);
  });
});

describe('GitHub', () => {
  const octocat = { id: 583_231, login: 'octocat', name: 'Mona Lisa Octocat' };

  it('tells by its API who it is; the proved primary address counts', async () => {
    github.person = {
      ...octocat,
      emails: [
        { email: 'other@example.com', primary: false, verified: true },
        { email: 'octocat@example.com', primary: true, verified: true },
      ],
    };
    const { signUp } = await signUpBySignIn('oauth_github', '');
    expect(signUp.status).toBe('complete');
    const [user] = await usersWith('octocat@example.com');
    expect(user).toMatchObject({
      first_name: 'Mona',
      last_name: 'Lisa Octocat',
      external_accounts: [
        {
          provider: 'oauth_github',
          provider_user_id: '583231',
          username: 'octocat',
          approved_scopes: 'read:user user:email',
        },
      ],
    });
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', 'oauth_github', { login: '' })).toContain(SIGNED_IN_PAGE);
  });

  it.each([
    ['denied consent', { person: null }, 'oauth_access_denied'],
    ['an API that refuses', { brokenApi: 403 }, 'oauth_token_exchange_error'],
    ['an API that is down', { brokenApi: 503 }, 'oauth_token_exchange_error'],
  ])('%s: the page says so, and nobody is made', async (_, arranged, code) => {
    github.person = { ...octocat, id: 7, emails: [] };
    const count = async () => (await server.backend('GET', '/v1/users/count')).json().total_count;
    const before = await count();
    Object.assign(github, arranged);
    const browser = openSocialBrowser(server);
    expect(await browser.visit('sign_ins', 'oauth_github', { login: '' })).toBe(CALLBACK_PAGE);
    github.brokenApi = null;
    const { sign_in: signIn } = (await browser.get('/v1/client')).body.response;
    expect(signIn.first_factor_verification).toMatchObject({ status: 'failed', error: { code } });
    expect(await count()).toBe(before);
  });
});

describe('beginning', () => {
  it.each([
    ['a provider that nobody added', { strategy: 'oauth_myspace' }, 'form_param_value_invalid'],
    ['a provider that is switched off', { strategy: 'oauth_custom_off' }, 'form_param_value_invalid'],
    ['no page to come back to', { redirect_url: '' }, 'form_param_missing'],
    ['a foreign page', { redirect_url: 'https://evil.example/' }, 'redirect_url_not_allowed'],
    [
      'a foreign page at the end',
      { action_complete_redirect_url: '//evil.example' },
      'redirect_url_not_allowed',
    ],
    ['a page that is a script', { redirect_url: 'javascript:alert(1)' }, 'redirect_url_not_allowed'],
    ['a provider that is down', { strategy: 'oauth_custom_down' }, 'oauth_provider_unavailable'],
  ])('%s is refused for sign-ins and sign-ups', async (_, form, code) => {
    for (const kind of ['sign_ins', 'sign_ups'] as const) {
      const browser = openSocialBrowser(server);
      const { status, body } = await browser.begin(kind, ACME, form);
      expect([status < 500, body.errors[0].code]).toEqual([true, code]);
      const client = (await browser.get('/v1/client')).body.response;
      expect([client?.sign_in ?? null, client?.sign_up ?? null]).toEqual([null, null]);
    }
  });

  it('drops what the browser was in the middle of', async () => {
    const browser = openSocialBrowser(server);
    await browser.post('/v1/client/sign_ups', { email_address: 'halfway@example.com' });
    await browser.begin('sign_ins', ACME);
    const client = (await browser.get('/v1/client')).body.response;
    expect([client.sign_in.first_factor_verification.status, client.sign_up]).toEqual(['unverified', null]);
  });
});
