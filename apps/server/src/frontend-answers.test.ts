import { frontendEndpoints } from '@bartleby/api-contract';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from './testing/create-test-server.ts';
import { multipartBody } from './testing/multipart-body.ts';
import { addConnections } from './testing/social-browser.ts';
import { lastCodeFor, openTestBrowser, type TestBrowser } from './testing/test-browser.ts';

const CANARY = 'canary-5b1e77';
const PASSWORD = `correct horse ${CANARY}`;
const EMAIL = 'ada@example.com';
/** A GIF of one pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64');

let server: TestServer;
let secrets: Set<string>;
/** Every answer's text and parsed body, by the endpoint's line in the contract. */
const answers = new Map<string, { status: number; text: string; body: unknown }[]>();

beforeAll(async () => {
  server = await createTestServer({
    instance: { settings: { password: 'on', authenticatorApp: true, backupCode: true } },
  });
  secrets = new Set([server.secretKey, PASSWORD, CANARY]);
  const github = { kind: 'github', client_id: 'github-id', client_secret: `github ${CANARY}` };
  await addConnections(server, [github]);
  const ada = asking(openTestBrowser(server));
  await asStranger(ada);
  const userId = await signUp(ada);
  await server.backend('PATCH', `/v1/users/${userId}/metadata`, {
    private_metadata: { note: CANARY, [CANARY]: { deep: [CANARY] } },
    public_metadata: { seen: true },
  });
  await withOwnSession(ada);
  await withOwnAccount(ada);
  await withOwnAccounts(ada);
  const other = asking(openTestBrowser(server));
  await resetPassword(other);
  await ada('POST /v1/me/sessions/:session_id/revoke', { session_id: other.sessionId() });
  await leave(ada);
});
afterAll(() => server.close());

type Ids = Record<string, string>;
interface Asking {
  (endpoint: string, ids?: Ids, form?: Record<string, string>): Promise<Body>;
  sessionId(): string;
  sendPicture(): Promise<Body>;
  /** Opens the event stream; what is returned keeps the answer when the stream has ended. */
  listen(): Promise<() => Promise<void>>;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by assertions, not by types.
type Body = any;

/** Asks an endpoint named by its line in the contract, and keeps the answer. */
function asking(browser: TestBrowser): Asking {
  let sessionId = '';
  const ask = async (endpoint: string, ids: Ids = {}, form?: Record<string, string>): Promise<Body> => {
    const [method = '', pattern = ''] = endpoint.split(' ');
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? sessionId));
    const { status, body } =
      method === 'GET' ? await browser.get(path) : await browser.post(`${path}?_method=${method}`, form);
    if (browser.secret) secrets.add(browser.secret);
    sessionId = body?.client?.last_active_session_id ?? sessionId;
    answers.set(endpoint, [...(answers.get(endpoint) ?? []), { status, text: JSON.stringify(body), body }]);
    return body?.response;
  };
  const sendPicture = async () => {
    const { type, payload } = multipartBody(PIXEL);
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    const headers = { 'content-type': type };
    const answer = await server.frontend('POST', '/v1/me/profile_image', { cookies, headers, payload });
    const body = answer.json();
    answers.set('POST /v1/me/profile_image', [{ status: answer.statusCode, text: answer.body, body }]);
    return body.response;
  };
  const listen = async () => {
    const { instance } = server;
    const stream = await server.app.inject({
      url: `/i/${instance.slug}/v1/client/events?claims_as_of=0`,
      headers: { host: 'localhost:1853', accept: 'text/event-stream' },
      cookies: { [instance.clientCookieName]: browser.secret },
      payloadAsStream: true,
    });
    return async () => {
      const text = (await stream.stream().toArray()).join('');
      const body = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
      answers.set('GET /v1/client/events', [{ status: stream.statusCode, text, body }]);
    };
  };
  return Object.assign(ask, { sessionId: () => sessionId, sendPicture, listen });
}

async function asStranger(ask: Asking): Promise<void> {
  await ask('GET /v1/environment');
  await ask('PATCH /v1/environment');
  await ask('GET /v1/portal_config');
  await ask('POST /v1/dev_browser');
  await ask('GET /v1/client');
  await ask('POST /v1/client');
  await ask('PUT /v1/client');
}

async function signUp(ask: Asking): Promise<string> {
  const { id } = await ask('POST /v1/client/sign_ups', {}, { email_address: EMAIL, password: PASSWORD });
  const ids = { sign_up_id: id };
  await ask('PATCH /v1/client/sign_ups/:sign_up_id', ids, { first_name: 'Ada' });
  await ask('POST /v1/client/sign_ups/:sign_up_id/prepare_verification', ids, { strategy: 'email_code' });
  await ask('GET /v1/client/sign_ups/:sign_up_id', ids);
  const attempt = { strategy: 'email_code', code: lastCodeFor(server, EMAIL) };
  const done = await ask('POST /v1/client/sign_ups/:sign_up_id/attempt_verification', ids, attempt);
  return done.created_user_id;
}

async function withOwnSession(ask: Asking): Promise<void> {
  await ask('GET /v1/client');
  await ask('GET /v1/client/sessions/:session_id');
  await ask('POST /v1/client/sessions/:session_id/touch');
  await ask('POST /v1/client/sessions/:session_id/tokens');
  await ask('POST /v1/client/sessions/:session_id/tokens/:template_name', { template_name: 'none' });
  await ask('GET /v1/me/sessions');
  await ask('GET /v1/me/sessions/active');
}

async function withOwnAccount(ask: Asking): Promise<void> {
  const { image_url: imageUrl } = await ask('GET /v1/me');
  await fetchPicture('GET /v1/avatar_placeholders/:name', imageUrl);
  const picture = await ask.sendPicture();
  await fetchPicture('GET /v1/images/:image_id', picture.public_url);
  await ask('DELETE /v1/me/profile_image');
  await ask('PATCH /v1/me', {}, { last_name: 'Lovelace' });
  await ask('PATCH /v1/me/metadata', {}, { unsafe_metadata: '{"theme":"dark"}' });
  const change = { current_password: PASSWORD, new_password: `${PASSWORD} 2` };
  await ask('POST /v1/me/change_password', {}, change);
  await proveOnceMore(ask, change.new_password);
  await withSecondFactor(ask, change.new_password);
  await ask('POST /v1/me/remove_password', {}, { current_password: change.new_password });
  await ask('GET /v1/me/email_addresses');
  const { id } = await ask('POST /v1/me/email_addresses', {}, { email_address: 'ada2@example.com' });
  const ids = { email_address_id: id };
  const line = 'POST /v1/me/email_addresses/:email_address_id';
  await ask(`${line}/prepare_verification`, ids, { strategy: 'email_code' });
  await ask(`${line}/attempt_verification`, ids, { code: lastCodeFor(server, 'ada2@example.com') });
  await ask('GET /v1/me/email_addresses/:email_address_id', ids);
  await ask('DELETE /v1/me/email_addresses/:email_address_id', ids);
}

async function withOwnAccounts(ask: Asking): Promise<void> {
  const visit = { redirect_url: 'http://localhost:3000/user' };
  const line = '/v1/me/external_accounts';
  const { id } = await ask(`POST ${line}`, {}, { ...visit, strategy: 'oauth_github' });
  const ids = { external_account_id: id };
  await ask(`PATCH ${line}/:external_account_id/reauthorize`, ids, visit);
  await ask(`DELETE ${line}/:external_account_id/tokens`, ids);
  await ask(`DELETE ${line}/:external_account_id`, ids);
}

async function proveOnceMore(ask: Asking, password: string): Promise<void> {
  const line = 'POST /v1/client/sessions/:session_id/verify';
  await ask(line, {}, { level: 'first_factor' });
  await ask(`${line}/prepare_first_factor`, {}, { strategy: 'email_code' });
  await ask(`${line}/attempt_first_factor`, {}, { strategy: 'password', password });
}

async function withSecondFactor(ask: Asking, password: string): Promise<void> {
  const { secret } = await ask('POST /v1/me/totp');
  const timestamp = server.clock.now().getTime();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  await ask('POST /v1/me/totp/attempt_verification', {}, { code });
  const { codes } = await ask('POST /v1/me/backup_codes');
  const line = 'POST /v1/client/sessions/:session_id/verify';
  await ask(line, {}, { level: 'second_factor' });
  await ask(`${line}/prepare_second_factor`, {}, { strategy: 'phone_code' });
  await ask(`${line}/attempt_second_factor`, {}, { strategy: 'backup_code', code: codes[0] });
  const elsewhere = asking(openTestBrowser(server));
  const form = { strategy: 'password', identifier: EMAIL, password };
  const ids = { sign_in_id: (await elsewhere('POST /v1/client/sign_ins', {}, form)).id };
  const second = 'POST /v1/client/sign_ins/:sign_in_id';
  await elsewhere(`${second}/prepare_second_factor`, ids, { strategy: 'phone_code' });
  await elsewhere(`${second}/attempt_second_factor`, ids, { strategy: 'backup_code', code: codes[1] });
  await ask('DELETE /v1/me/totp');
}

async function fetchPicture(endpoint: string, url: string): Promise<void> {
  const { statusCode, body } = await server.inject({ url: new URL(url).pathname });
  answers.set(endpoint, [{ status: statusCode, text: body, body: null }]);
}

async function resetPassword(ask: Asking): Promise<void> {
  const begun = await ask('POST /v1/client/sign_ins', {}, { identifier: EMAIL });
  const ids = { sign_in_id: begun.id };
  const strategy = 'reset_password_email_code';
  await ask('GET /v1/client/sign_ins/:sign_in_id', ids);
  const factor = { strategy, email_address_id: begun.supported_first_factors[1].email_address_id };
  await ask('POST /v1/client/sign_ins/:sign_in_id/prepare_first_factor', ids, factor);
  const attempt = { strategy, code: lastCodeFor(server, EMAIL) };
  await ask('POST /v1/client/sign_ins/:sign_in_id/attempt_first_factor', ids, attempt);
  const password = { password: PASSWORD };
  await ask('POST /v1/client/sign_ins/:sign_in_id/reset_password', ids, password);
}

async function leave(ask: Asking): Promise<void> {
  const signIn = () =>
    ask('POST /v1/client/sign_ins', {}, { strategy: 'password', identifier: EMAIL, password: PASSWORD });
  await ask('POST /v1/client/sessions/:session_id/end');
  await signIn();
  await ask('POST /v1/client/sessions/:session_id/remove');
  await signIn();
  const listened = await ask.listen();
  await ask('DELETE /v1/client/sessions');
  await listened();
  await ask('DELETE /v1/client');
  await signIn();
  await ask('DELETE /v1/me');
}

/** What is asked here for something that there is not. */
const STATUS_OF_NOTHING: readonly (readonly [string, number])[] = [
  [':template_name', 404],
  ['prepare_second_factor', 422],
];

/** Names of members at any depth, but not inside what users and developers fill themselves. */
function memberNames(value: unknown, found: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const item of value) memberNames(item, found);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) {
      found.add(name);
      if (!name.endsWith('_metadata')) memberNames(item, found);
    }
  return found;
}

/** Opened by a click, and answered by a redirect. */
const NAVIGATIONS = [
  'GET /v1/client/handshake',
  'GET /v1/verify',
  'GET /v1/tickets/accept',
  'GET /v1/oauth_callback',
  'POST /v1/oauth_callback',
];

describe('the Frontend API’s answers', () => {
  it('were all asked for, and given', () => {
    const lines = frontendEndpoints.map(({ method, path }) => `${method} ${path}`);
    expect([...answers.keys(), ...NAVIGATIONS].sort()).toEqual(lines.sort());
    for (const [line, given] of answers)
      expect([line, given.map(({ status }) => status)]).toEqual([
        line,
        given.map(() => STATUS_OF_NOTHING.find(([end]) => line.endsWith(end))?.[1] ?? 200),
      ]);
  });

  it('hold no private metadata, password, hash, key or browser secret, in clear or in tokens', () => {
    expect(secrets.size).toBeGreaterThan(4);
    for (const [line, given] of answers)
      for (const { text } of given) {
        const inTokens = [...text.matchAll(/eyJ[\w-]+\.([\w-]+)\./g)].map(([, claims = '']) =>
          Buffer.from(claims, 'base64url').toString(),
        );
        for (const part of [text, ...inTokens]) {
          for (const secret of secrets) expect(part.includes(secret), `${line}: ${secret}`).toBe(false);
          expect(part, line).not.toMatch(/\$argon2|private_metadata|"d":|BEGIN [A-Z ]*PRIVATE/);
        }
      }
  });

  it('have the members that are listed here and no other: a new one is added on purpose', () => {
    const found = new Set<string>();
    for (const [line, given] of answers)
      if (!/environment|portal_config/.test(line)) for (const { body } of given) memberNames(body, found);
    expect([...found].sort()).toEqual(MEMBERS);
  });

  it('leave nothing of it in the log', () => {
    const log = server.dependencies.logLines.join('\n');
    for (const secret of secrets) expect(log.includes(secret)).toBe(false);
  });
});

const MEMBERS = `
  abandon_at actor approved_scopes attempts avatar_url backup_code_enabled backup_codes banned
  captcha_bypass claims_as_of clerk_trace_id client client_trust_state code codes cookie_expires_at
  create_organization_enabled create_organizations_limit created_at created_session_id created_user_id
  custom_action data delete_self_enabled deleted deprovisioned email_address email_address_id
  email_address_verified email_addresses enterprise_accounts errors expire_at external_account
  external_account_strategy external_accounts external_id external_verification_redirect_url
  factor_verification_age first_factor_verification first_name has_image has_password
  heartbeat_seconds id
  identification_id identifier image_url ip_address is_mobile jwt label last_active_at
  last_active_organization_id last_active_session_id last_active_token last_authentication_strategy
  last_name last_sign_in_at latest_activity legal_accepted_at level linked_to locale locked
  lockout_expires_in_seconds long_message matches_sso_connection message meta mfa_disabled_at
  mfa_enabled_at missing_fields name next_action object optional_fields organization_memberships
  param_name passkeys password_enabled password_last_updated_at phone_number phone_numbers primary
  primary_email_address_id primary_phone_number_id primary_web3_wallet_id profile_image_url provider
  provider_user_id public_metadata public_url public_user_data required_fields reserved response
  safe_identifier saml_accounts second_factor_verification secret session session_id sessions sign_in sign_up status
  strategy supported_first_factors supported_identifiers supported_second_factors supported_strategies
  tasks timezone token total_count totp_enabled two_factor_enabled unsafe_metadata unverified_fields
  updated_at uri user user_data user_id username verification verification_attempts_remaining
  verifications verified web3_wallet web3_wallets
`
  .trim()
  .split(/\s+/);
