import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type SignedInBrowser, signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const get = (path: string, { cookies }: Pick<SignedInBrowser, 'cookies'>) =>
  server.frontend('GET', path, { cookies });
const revoke = (id: string, { cookies }: Pick<SignedInBrowser, 'cookies'>) =>
  server.frontend('POST', `/v1/me/sessions/${id}/revoke`, { cookies, form: {} });
const token = ({ session, cookies }: SignedInBrowser) =>
  server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies, form: {} });

/** The same user in two browsers. */
async function twoDevices() {
  const here = await signInTestUser(server);
  return { here, there: await signInTestUser(server, { user: here.user }) };
}

describe('GET /v1/me/sessions/active', () => {
  it('200: a bare list of the user’s own, each with device, browser and address', async () => {
    const { here, there } = await twoDevices();
    await signInTestUser(server);
    const answer = await get('/v1/me/sessions/active', here);
    expect(answer.statusCode).toBe(200);
    const sessions = answer.json();
    expect(sessions.map(({ id }: { id: string }) => id).sort()).toEqual(
      [here.session.id, there.session.id].sort(),
    );
    expect(sessions[0]).toMatchObject({
      object: 'session',
      status: 'active',
      user: null,
      last_active_token: null,
      latest_activity: {
        object: 'session_activity',
        device_type: 'Linux',
        is_mobile: false,
        browser_name: 'Chrome',
        browser_version: '130.0.0.0',
        ip_address: '127.0.0.1',
      },
    });
  });

  it('401: a stranger', async () => {
    expect((await get('/v1/me/sessions/active', { cookies: {} })).statusCode).toBe(401);
    expect((await get('/v1/me/sessions', { cookies: {} })).statusCode).toBe(401);
  });
});

describe('GET /v1/me/sessions', () => {
  it('200: those that are over too', async () => {
    const { here, there } = await twoDevices();
    await revoke(there.session.id, here);
    const sessions = (await get('/v1/me/sessions', here)).json() as {
      id: string;
      status: string;
      user: { id: string };
    }[];
    expect(Object.fromEntries(sessions.map(({ id, status }) => [id, status]))).toEqual({
      [here.session.id]: 'active',
      [there.session.id]: 'revoked',
    });
    expect(sessions[0]?.user.id).toBe(here.user.id);
  });
});

describe('POST /v1/me/sessions/:session_id/revoke', () => {
  it('200: the other browser’s next token request gets none; the own session stays, and the client is told', async () => {
    const { here, there } = await twoDevices();
    expect((await token(there)).statusCode).toBe(200);
    const answer = await revoke(there.session.id, here);
    expect(answer.statusCode).toBe(200);
    const { response, client } = answer.json();
    expect(response).toMatchObject({ id: there.session.id, status: 'revoked', latest_activity: {} });
    expect(client.sessions.map(({ id }: { id: string }) => id)).toEqual([here.session.id]);
    expect((await token(there)).statusCode).toBe(401);
    expect((await token(here)).statusCode).toBe(200);
  });

  it('200: the own one, which signs this browser out', async () => {
    const here = await signInTestUser(server);
    const { client } = (await revoke(here.session.id, here)).json();
    expect(client.sessions).toEqual([]);
    expect((await token(here)).statusCode).toBe(401);
  });

  it('400 the second time; 404 for another user’s and an unknown one; 401: a stranger', async () => {
    const { here, there } = await twoDevices();
    const stranger = await signInTestUser(server);
    await revoke(there.session.id, here);
    const again = await revoke(there.session.id, here);
    expect([again.statusCode, again.json().errors[0].code]).toEqual([400, 'session_not_active']);
    for (const id of [stranger.session.id, 'sess_unknown'])
      expect((await revoke(id, here)).statusCode).toBe(404);
    expect((await revoke(here.session.id, { cookies: {} })).statusCode).toBe(401);
    expect((await token(stranger)).statusCode).toBe(200);
  });
});
