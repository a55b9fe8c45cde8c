import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
let stranger: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  stranger = await createTestServer();
});
afterAll(async () => {
  await server.close();
  await stranger.close();
});

const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;
const verify = (token: unknown, on: TestServer = server) =>
  on.backend('POST', '/v1/clients/verify', { token });

describe('GET /v1/clients', () => {
  it('200: browsers, newest first, with their sessions; bare or with a count', async () => {
    const own = await createTestServer();
    const first = await signInTestUser(own);
    own.clock.advance(1);
    const second = await signInTestUser(own);
    const list = (await own.backend('GET', '/v1/clients')).json();
    expect(list.map(({ id }: { id: string }) => id)).toEqual([second.clientId, first.clientId]);
    expect(list[0]).toMatchObject({ object: 'client', session_ids: [second.session.id] });
    const page = (await own.backend('GET', '/v1/clients?paginated=true&limit=1&offset=1')).json();
    expect(page).toMatchObject({ data: [{ id: first.clientId }], total_count: 2 });
    expect((await own.backend('GET', '/v1/clients?limit=501')).statusCode).toBe(422);
    await own.close();
  });
});

describe('POST /v1/clients/verify', () => {
  it('200: the browser whose cookie it is, as GET /v1/clients/:id shows it', async () => {
    const browser = await signInTestUser(server);
    const [cookie] = Object.values(browser.cookies);
    const answer = await verify(cookie);
    expect(answer.json()).toEqual((await server.backend('GET', `/v1/clients/${browser.clientId}`)).json());
    expect(answer.json().last_active_session_id).toBe(browser.session.id);
    expect(answer.body).not.toContain(cookie);
  });

  it('404: an unknown cookie, and another instance’s; 400: what is no cookie; 422: nothing', async () => {
    const browser = await signInTestUser(server);
    const [cookie] = Object.values(browser.cookies);
    for (const answer of [await verify('eyJ.unknown.x'), await verify(cookie, stranger)])
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'client_not_found']);
    const odd = await verify('a b; c=d');
    expect([odd.statusCode, codeOf(odd)]).toEqual([400, 'cookie_invalid']);
    for (const token of [undefined, '', 5, null]) expect((await verify(token)).statusCode).toBe(422);
  });
});

describe('POST /v1/sessions/:id/verify', () => {
  it('200: the session of a token that is good', async () => {
    const { session } = await signInTestUser(server);
    const path = `/v1/sessions/${session.id}`;
    const { jwt } = (await server.backend('POST', `${path}/tokens`)).json();
    const answer = await server.backend('POST', `${path}/verify`, { token: jwt });
    expect(answer.json()).toMatchObject({ object: 'session', id: session.id, status: 'active' });
  });

  it('400: a token of another session, a custom JWT, an expired one, nonsense', async () => {
    const { session } = await signInTestUser(server);
    const other = await signInTestUser(server);
    await server.backend('POST', '/v1/jwt_templates', { name: 'custom', claims: {} });
    const tokenOf = async (path: string) => (await server.backend('POST', path)).json().jwt;
    const expired = await tokenOf(`/v1/sessions/${session.id}/tokens`);
    server.clock.advance(66);
    for (const token of [
      expired,
      await tokenOf(`/v1/sessions/${other.session.id}/tokens`),
      await tokenOf(`/v1/sessions/${session.id}/tokens/custom`),
      'nonsense',
    ]) {
      const answer = await server.backend('POST', `/v1/sessions/${session.id}/verify`, { token });
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'invalid_session_token']);
    }
  });

  it('404: a session that is unknown or over; 422: no token', async () => {
    const { session } = await signInTestUser(server);
    const path = `/v1/sessions/${session.id}`;
    const { jwt } = (await server.backend('POST', `${path}/tokens`)).json();
    expect((await server.backend('POST', `${path}/verify`)).statusCode).toBe(422);
    await server.backend('POST', `${path}/revoke`);
    for (const gone of [path, '/v1/sessions/sess_nope'])
      expect((await server.backend('POST', `${gone}/verify`, { token: jwt })).statusCode).toBe(404);
  });
});
