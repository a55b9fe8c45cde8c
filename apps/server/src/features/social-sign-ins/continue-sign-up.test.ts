import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type OpenIdProvider, startOpenIdProvider, visitProvider } from '../../testing/providers/index.ts';
import {
  addConnections,
  CALLBACK_PAGE,
  openSocialBrowser,
  providerPageOf,
  SIGNED_IN_PAGE,
  type SocialBrowser,
} from '../../testing/social-browser.ts';

let server: TestServer;
let provider: OpenIdProvider;
const ACME = 'oauth_custom_acme';
const visit = {
  strategy: ACME,
  redirect_url: CALLBACK_PAGE,
  action_complete_redirect_url: SIGNED_IN_PAGE,
};

beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { username: 'required' } } });
  const callbackUrl = `${server.instance.frontendApiUrl}/v1/oauth_callback`;
  provider = await startOpenIdProvider({ callbackUrl, people: {} });
  const secrets = { client_id: provider.clientId, client_secret: provider.clientSecret };
  await addConnections(server, [
    { kind: 'oidc', key: 'acme', name: 'Acme', issuer: provider.origin, ...secrets },
    { kind: 'oidc', key: 'down', name: 'Down', issuer: 'http://127.0.0.1:9', ...secrets },
  ]);
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

const usersWith = async (emailAddress: string) =>
  (await server.backend('GET', `/v1/users?email_address=${encodeURIComponent(emailAddress)}`)).json();

async function begun(form: Record<string, string>) {
  const browser = openSocialBrowser(server);
  const { body } = await browser.post('/v1/client/sign_ups', form);
  return { browser, path: `/v1/client/sign_ups/${body.response.id}` };
}
const goOn = (browser: SocialBrowser, path: string, form: Record<string, string> = {}) =>
  browser.send('PATCH', path, { ...visit, ...form });
const comeBack = async (
  browser: SocialBrowser,
  attempt: Parameters<typeof providerPageOf>[0],
  login: string,
) => browser.comeBack(await visitProvider(providerPageOf(attempt), { login }));
const codeTo = (address: string) =>
  /\b\d{6}\b/.exec(server.dependencies.sentMail.findLast(({ to }) => to === address)?.text ?? '')?.[0] ?? '';

describe('PATCH /v1/client/sign_ups/:id with a provider’s strategy', () => {
  it('200: keeps what was said, and the way back completes the same sign-up', async () => {
    provider.people.ada = { email: 'ada@example.com', email_verified: true, given_name: 'Ada' };
    const { browser, path } = await begun({ username: 'ada_l', first_name: 'Augusta' });
    const { status, body } = await goOn(browser, path, { unsafe_metadata: '{"plan":"pro"}' });
    expect(status).toBe(200);
    expect(body.response).toMatchObject({
      status: 'missing_requirements',
      username: 'ada_l',
      verifications: { external_account: { status: 'unverified', strategy: ACME } },
    });
    const { location } = await comeBack(browser, body.response, 'ada');
    expect(location).toContain(SIGNED_IN_PAGE);
    const [user] = await usersWith('ada@example.com');
    expect(user).toMatchObject({
      username: 'ada_l',
      first_name: 'Augusta',
      unsafe_metadata: { plan: 'pro' },
      external_accounts: [{ provider: ACME, provider_user_id: 'ada' }],
    });
    const { sessions } = (await browser.get('/v1/client')).body.response;
    expect(sessions).toMatchObject([{ user: { id: user.id } }]);
    expect((await goOn(browser, path)).body.errors[0].code).toBe('sign_up_cannot_be_updated');
  });

  it('an address that the sign-up has proved stays the user’s', async () => {
    provider.people.eve = { email: 'eve@acme.example', email_verified: true };
    const own = 'eve@example.com';
    const { browser, path } = await begun({ email_address: own, password: 'a long enough secret' });
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    await browser.post(`${path}/attempt_verification`, { strategy: 'email_code', code: codeTo(own) });
    const { body } = await goOn(browser, path, { username: 'eve_a' });
    expect(body.response).toMatchObject({ status: 'missing_requirements', missing_fields: [] });
    await comeBack(browser, body.response, 'eve');
    const [user] = await usersWith(own);
    expect(user).toMatchObject({
      username: 'eve_a',
      email_addresses: [{ email_address: own, verification: { strategy: 'email_code' } }],
      external_accounts: [{ provider_user_id: 'eve', email_address: 'eve@acme.example' }],
    });
  });

  it('of somebody who is known becomes a sign-in; a second visit replaces the first', async () => {
    provider.people.known = { email: 'known@example.com', email_verified: true };
    const first = await begun({ username: 'known' });
    await comeBack(first.browser, (await goOn(first.browser, first.path)).body.response, 'known');
    const { browser, path } = await begun({ username: 'other' });
    const forgotten = (await goOn(browser, path)).body.response;
    const { body } = await goOn(browser, path);
    expect((await comeBack(browser, forgotten, 'known')).status).not.toBe(200);
    expect((await comeBack(browser, body.response, 'known')).location).toBe(CALLBACK_PAGE);
    const signedIn = await browser.post('/v1/client/sign_ins', { transfer: 'true' });
    expect(signedIn.body.response.status).toBe('complete');
    const [user] = await usersWith('known@example.com');
    expect(signedIn.body.client.sessions).toMatchObject([{ user: { id: user.id, username: 'known' } }]);
  });

  it.each([
    ['a provider that nobody added', { strategy: 'oauth_myspace' }, 422, 'form_param_value_invalid'],
    ['no provider at all', { strategy: 'telepathy' }, 422, 'form_param_value_invalid'],
    ['a foreign page', { redirect_url: 'https://evil.example/' }, 422, 'redirect_url_not_allowed'],
    ['a provider that is down', { strategy: 'oauth_custom_down' }, 422, 'oauth_provider_unavailable'],
    ['a bad username', { username: '!' }, 422, 'form_username_invalid_length'],
  ])('%s is refused, and the sign-up stays as it was', async (_, form, status, code) => {
    const { browser, path } = await begun({ username: 'stays' });
    const before = (await browser.get(path)).body.response;
    const answer = await goOn(browser, path, form);
    expect([answer.status, answer.body.errors[0].code]).toEqual([status, code]);
    expect((await browser.get(path)).body.response).toEqual(before);
  });

  it('404 in another browser', async () => {
    const { path } = await begun({ username: 'mine' });
    const { browser } = await begun({ username: 'theirs' });
    expect((await goOn(browser, path)).status).toBe(404);
  });
});
