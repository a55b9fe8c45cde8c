import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type OpenIdProvider, startOpenIdProvider, visitProvider } from '../../testing/providers/index.ts';
import {
  addConnections,
  CALLBACK_PAGE,
  openSocialBrowser,
  providerPageOf,
  type SocialBrowser,
} from '../../testing/social-browser.ts';

let server: TestServer;
let provider: OpenIdProvider;
const ACME = 'oauth_custom_acme';

beforeAll(async () => {
  server = await createTestServer();
  const callbackUrl = `${server.instance.frontendApiUrl}/v1/oauth_callback`;
  const people = { eve: { email: 'eve@example.com', email_verified: true } };
  provider = await startOpenIdProvider({ callbackUrl, people });
  const secrets = { client_id: provider.clientId, client_secret: provider.clientSecret };
  await addConnections(server, [
    { kind: 'oidc', key: 'acme', name: 'Acme', issuer: provider.origin, ...secrets },
  ]);
  const signedUp = openSocialBrowser(server);
  await signedUp.visit('sign_ups', ACME, { login: 'eve' });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

/** A browser that was at the provider and has not come back yet. */
async function leave(answer: { login: string } | 'cancel' = { login: 'eve' }) {
  const browser = openSocialBrowser(server);
  const { body } = await browser.begin('sign_ins', ACME);
  const page = providerPageOf(body.response);
  return { browser, page, callback: await visitProvider(page, answer) };
}

const pathOf = (callback: string) => callback.slice(server.instance.frontendApiUrl.length);
const stateOf = (url: string) => new URL(url).searchParams.get('state') ?? '';
const sessionCount = async (browser: SocialBrowser) =>
  ((await browser.get('/v1/client')).body.response?.sessions ?? []).length as number;
/** A navigation from the provider, with or without a browser's cookie. */
const navigate = (path: string, browser?: SocialBrowser, accept = 'text/html') =>
  server.inject({
    method: 'GET',
    url: `/i/${server.instance.slug}${path}`,
    headers: { host: 'localhost:1853', accept, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    cookies: browser ? { [server.instance.clientCookieName]: browser.secret } : {},
  });

describe('GET /v1/oauth_callback', () => {
  it('303 for exactly one of 100 callbacks at once, and one session', async () => {
    const { browser, callback } = await leave();
    const answers = await Promise.all(Array.from({ length: 100 }, () => navigate(pathOf(callback), browser)));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(99);
    const winner = answers.find(({ statusCode }) => statusCode === 303);
    const name = server.instance.clientCookieName;
    const secret = winner?.cookies.find((cookie) => cookie.name === name)?.value ?? '';
    const client = await server.frontend('GET', '/v1/client', { cookies: { [name]: secret } });
    expect(client.json().response.sessions).toHaveLength(1);
  });

  it('400 and no session for another browser, and for a stranger; the one that began still may come back', async () => {
    const { browser, callback } = await leave();
    const other = (await leave()).browser;
    for (const stranger of [other, undefined]) {
      const answer = await navigate(pathOf(callback), stranger);
      expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.body).toContain('begun in another browser');
    }
    expect(await sessionCount(other)).toBe(0);
    expect((await browser.comeBack(callback)).status).toBe(303);
    expect(await sessionCount(browser)).toBe(1);
  });

  it('400 once it has expired; the attempt says so', async () => {
    const { browser, callback } = await leave();
    server.clock.advance(601);
    expect((await navigate(pathOf(callback), browser)).statusCode).toBe(400);
    const { sign_in: signIn } = (await browser.get('/v1/client')).body.response;
    expect(signIn.first_factor_verification.status).toBe('expired');
    expect(signIn.first_factor_verification).not.toHaveProperty('external_verification_redirect_url');
    expect(await sessionCount(browser)).toBe(0);
  });

  it.each([
    ['no state', () => 'code=x'],
    ['an empty state', () => 'state=&code=x'],
    ['an unknown state', () => 'state=unknown&code=x'],
    ['two states', (state: string) => `state=${state}&state=${state}&code=x`],
    ['a longer state', (state: string) => `state=${state}x&code=x`],
    ['another case', (state: string) => `state=${state.toLowerCase()}&code=x`],
    ['a state as a list', (state: string) => `state[]=${state}&code=x`],
    ['a very long state', () => `state=${'x'.repeat(5_000)}&code=x`],
  ])('400 for %s, with a JSON envelope for scripts, and the state stays good', async (_, queryOf) => {
    const { browser, callback } = await leave();
    const path = `/v1/oauth_callback?${queryOf(stateOf(callback))}`;
    const answer = await navigate(path, browser, 'application/json');
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual([400, 'oauth_state_invalid']);
    expect((await browser.comeBack(callback)).status).toBe(303);
  });

  it.each([
    [
      'a denied consent',
      (state: string) => `state=${state}&error=access_denied&iss=${provider.origin}`,
      'oauth_access_denied',
    ],
    [
      'an error of the provider',
      (state: string) => `state=${state}&error=server_error&iss=${provider.origin}`,
      'oauth_token_exchange_error',
    ],
    [
      'a denied consent without the issuer',
      (state: string) => `state=${state}&error=access_denied`,
      'oauth_token_exchange_error',
    ],
    [
      'a wrong code',
      (state: string) => `state=${state}&code=wrong&iss=${provider.origin}`,
      'oauth_token_exchange_error',
    ],
    ['no code', (state: string) => `state=${state}`, 'oauth_token_exchange_error'],
    ['two codes', (state: string) => `state=${state}&code=a&code=b`, 'oauth_token_exchange_error'],
    [
      'another issuer',
      (state: string) => `state=${state}&code=a&iss=https://evil.example`,
      'oauth_token_exchange_error',
    ],
    [
      'script in the error',
      (state: string) => `state=${state}&error=<script>alert(1)</script>`,
      'oauth_token_exchange_error',
    ],
  ])('303 to the page for %s, which finds the reason on the attempt', async (_, queryOf, code) => {
    const { browser, page, callback } = await leave();
    const answer = await navigate(`/v1/oauth_callback?${queryOf(stateOf(page))}`, browser);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, CALLBACK_PAGE]);
    const { sign_in: signIn } = (await browser.get('/v1/client')).body.response;
    expect(signIn.first_factor_verification).toMatchObject({ status: 'failed', error: { code } });
    expect(await sessionCount(browser)).toBe(0);
    expect((await navigate(pathOf(callback), browser)).statusCode).toBe(400);
  });

  it('303 to the page when the person cancels at the provider', async () => {
    const { browser, callback } = await leave('cancel');
    expect(await browser.comeBack(callback)).toEqual({ status: 303, location: CALLBACK_PAGE });
    const { sign_in: signIn } = (await browser.get('/v1/client')).body.response;
    expect(signIn.first_factor_verification.error).toMatchObject({
      code: 'oauth_access_denied',
      long_message: 'You did not grant access to your Acme account.',
    });
  });

  it('a code of another attempt fails by its PKCE verifier', async () => {
    const [first, second] = [await leave(), await leave()];
    const stolen = new URL(second.callback);
    stolen.searchParams.set('state', stateOf(first.callback));
    expect((await first.browser.comeBack(stolen.href)).location).toBe(CALLBACK_PAGE);
    expect(await sessionCount(first.browser)).toBe(0);
  });

  it('a HEAD request uses nothing up', async () => {
    const { browser, callback } = await leave();
    const url = `/i/${server.instance.slug}${pathOf(callback)}`;
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    await server.inject({ method: 'HEAD', url, headers: { host: 'localhost:1853' }, cookies });
    expect((await browser.comeBack(callback)).status).toBe(303);
  });

  it('keeps states, verifiers and tokens unreadable at rest, and out of the log', async () => {
    const { browser, page, callback } = await leave();
    const rows = await server.dependencies.database.queries
      .selectFrom('oauth_attempts')
      .selectAll()
      .where('instance_id', '=', server.instance.id)
      .execute();
    const stored = rows.map((row) =>
      Object.values(row)
        .map((value) => Buffer.from(String(value)).toString())
        .join(),
    );
    const log = () => server.dependencies.logLines.join('\n');
    const secrets = [stateOf(page), new URL(page).searchParams.get('nonce') ?? 'x'];
    for (const secret of secrets) expect(stored.join()).not.toContain(secret);
    await browser.comeBack(callback);
    const code = new URL(callback).searchParams.get('code') ?? 'x';
    for (const secret of [...secrets, code, provider.clientSecret]) expect(log()).not.toContain(secret);
  });
});

describe('POST /v1/oauth_callback', () => {
  it('303 to the GET with what a provider may say, whatever site the form is of', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: `/i/${server.instance.slug}/v1/oauth_callback`,
      headers: {
        host: 'localhost:1853',
        origin: 'https://provider.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'state=a%26b&code=c&redirect_url=https://evil.example&x=1',
    });
    expect(answer.statusCode).toBe(303);
    const url = `${server.instance.frontendApiUrl}/v1/oauth_callback`;
    expect(answer.headers.location).toBe(`${url}?state=a%26b&code=c`);
  });
});

describe('behind the app’s own proxy', () => {
  const APP = 'http://localhost:3000';
  const PROXY = `${APP}/__clerk`;

  it('providers send people back to the proxy, and the app learns who has signed in', async () => {
    const people = { kim: { email: 'kim@example.com', email_verified: true } };
    const behind = await startOpenIdProvider({ callbackUrl: `${PROXY}/v1/oauth_callback`, people });
    const secrets = { client_id: behind.clientId, client_secret: behind.clientSecret };
    await addConnections(server, [
      { kind: 'oidc', key: 'behind', name: 'Behind', issuer: behind.origin, ...secrets },
    ]);
    const name = server.instance.clientCookieName;
    let secret = '';
    /** As the SDK's proxy passes a request on: its own address, and the key that makes it believed. */
    const pass = async (method: 'GET' | 'POST', path: string, form: Record<string, string> = {}) => {
      const answer = await server.inject({
        method,
        url: path,
        headers: {
          host: 'localhost:1853',
          'clerk-proxy-url': PROXY,
          'clerk-secret-key': server.secretKey,
          'x-forwarded-for': '203.0.113.7',
          ...(method === 'POST' && { origin: APP, 'content-type': 'application/x-www-form-urlencoded' }),
        },
        cookies: secret ? { [name]: secret } : {},
        ...(method === 'POST' && { payload: new URLSearchParams(form).toString() }),
      });
      secret = answer.cookies.find((cookie) => cookie.name === name)?.value ?? secret;
      return answer;
    };
    try {
      const begun = await pass('POST', '/v1/client/sign_ups', {
        strategy: 'oauth_custom_behind',
        redirect_url: `${APP}/sign-up/sso-callback`,
        action_complete_redirect_url: `${APP}/welcome`,
      });
      const page = providerPageOf(begun.json().response);
      expect(new URL(page).searchParams.get('redirect_uri')).toBe(`${PROXY}/v1/oauth_callback`);
      const callback = await visitProvider(page, { login: 'kim' });
      expect(callback.startsWith(`${PROXY}/v1/oauth_callback?`)).toBe(true);
      const back = await pass('GET', callback.slice(PROXY.length));
      expect(back.statusCode).toBe(303);
      expect(back.headers.location).toMatch(/^http:\/\/localhost:3000\/welcome/);
      const { sessions } = (await pass('GET', '/v1/client')).json().response;
      expect(sessions).toMatchObject([{ status: 'active', user: { username: null } }]);
      const [user] = (await server.backend('GET', '/v1/users?email_address=kim%40example.com')).json();
      expect(sessions[0].user.id).toBe(user.id);
    } finally {
      await behind.close();
    }
  });
});
