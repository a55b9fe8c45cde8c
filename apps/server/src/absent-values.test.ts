import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from './testing/create-test-server.ts';
import { signInTestUser } from './testing/signed-in-browser.ts';
import { openTestBrowser } from './testing/test-browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Resource = Record<string, unknown>;

/** Members that may be null (frontend-api.md 4, backend-api.md 6.8), as a resource without any of them has them. */
const USER = `external_id username first_name last_name locale timezone primary_phone_number_id
  primary_web3_wallet_id mfa_enabled_at mfa_disabled_at password_last_updated_at create_organizations_limit
  lockout_expires_in_seconds verification_attempts_remaining legal_accepted_at last_sign_in_at last_active_at`;
const SESSION = 'last_active_organization_id actor tasks';
const CLIENT = 'sign_in sign_up last_active_session_id last_authentication_strategy cookie_expires_at';
const SIGN_IN = `supported_first_factors supported_second_factors first_factor_verification
  second_factor_verification identifier user_data created_session_id client_trust_state`;
const SIGN_UP = `email_address phone_number web3_wallet username first_name last_name external_id external_account
  external_account_strategy created_user_id created_session_id legal_accepted_at locale`;

/** Each member is there and null: an undeclared null that a serialiser turned into "" or 0 shows here. */
function expectNulls(resource: unknown, members: string): void {
  const names = members.split(/\s+/);
  const found = Object.fromEntries(names.map((name) => [name, (resource as Resource)[name]]));
  expect(found).toEqual(Object.fromEntries(names.map((name) => [name, null])));
}

describe('what is absent is null on the wire', () => {
  it('in a client without anything', async () => {
    const { body } = await openTestBrowser(server).post('/v1/client');
    expectNulls(body.response, CLIENT);
    expect(body.client).toBeNull();
    expect((await openTestBrowser(server).get('/v1/client')).body).toEqual({ response: null, client: null });
  });

  it('in an empty sign-in and sign-up, alone and within their client', async () => {
    const browser = openTestBrowser(server);
    const signIn = (await browser.post('/v1/client/sign_ins')).body;
    expectNulls(signIn.response, SIGN_IN);
    expectNulls(signIn.client.sign_in, SIGN_IN);
    const signUp = (await browser.post('/v1/client/sign_ups')).body;
    expectNulls(signUp.response, SIGN_UP);
    expectNulls(signUp.client.sign_up, SIGN_UP);
    expect(signUp.response.verifications).toEqual({
      email_address: null,
      phone_number: null,
      web3_wallet: null,
      external_account: null,
    });
  });

  it('in a user of whom nothing is known, for servers', async () => {
    const answer = await server.backend('POST', '/v1/users', {
      email_address: ['nothing@example.com'],
      skip_password_requirement: true,
    });
    expectNulls(answer.json(), USER);
    const one = await server.backend('GET', `/v1/users/${answer.json().id}`);
    expectNulls(one.json(), USER);
    const [listed] = (await server.backend('GET', '/v1/users?query=nothing@example.com')).json();
    expectNulls(listed, USER);
  });

  it('in the verification of an address that nobody has proved', async () => {
    const external = { external_id: 'bare', skip_password_requirement: true, username: 'bare' };
    const { id } = (
      await server.backend('POST', '/v1/users', { ...external, email_address: ['bare@example.com'] })
    ).json();
    const address = (await server.backend('GET', `/v1/users/${id}`)).json().email_addresses[0];
    expectNulls({ ...address.verification }, 'attempts expire_at');
  });

  it('in a session of such a user, for its browser and for servers', async () => {
    const { cookies, session } = await signInTestUser(server);
    const { response, client } = (
      await server.frontend('GET', `/v1/client/sessions/${session.id}`, { cookies })
    ).json();
    const seen = ['last_sign_in_at', 'last_active_at', 'create_organizations_limit'];
    const known = USER.split(/\s+/)
      .filter((name) => !seen.includes(name))
      .join(' ');
    for (const given of [response, client.sessions[0]]) {
      expectNulls(given, SESSION);
      expectNulls(given.user, known);
      expect(given.user.create_organizations_limit).toBe(0); // Published as a number: 0 is no limit.
      expectNulls(given.public_user_data, 'first_name last_name username');
    }
    expectNulls(client, 'sign_in sign_up cookie_expires_at');
    const forServers = (await server.backend('GET', `/v1/sessions/${session.id}`)).json();
    expectNulls(forServers, SESSION);
    const made = await server.backend('POST', '/v1/sessions', { user_id: session.userId });
    expectNulls(made.json(), SESSION);
    expect(Object.keys(made.json().latest_activity)).toEqual(['object', 'id', 'is_mobile']);
  });

  it('never as an empty text, in any of these answers', async () => {
    const { cookies } = await signInTestUser(server);
    const answer = await server.frontend('GET', '/v1/client', { cookies });
    expect(answer.body).not.toMatch(/:""[,}]/);
  });
});
