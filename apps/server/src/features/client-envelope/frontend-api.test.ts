import { decodeJwt } from '@bartleby/session-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appOrigin, createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Answer = Awaited<ReturnType<TestServer['frontend']>>;
const setCookies = (answer: Answer): string[] => [answer.headers['set-cookie'] ?? []].flat();
const codesOf = (answer: Answer) => answer.json().errors.map(({ code }: { code: string }) => code);

describe('GET /v1/client', () => {
  it('200: { response: null, client: null } for a stranger, without a cookie', async () => {
    const answer = await server.frontend('GET', '/v1/client');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ response: null, client: null });
    expect(setCookies(answer)).toEqual([]);
  });

  it('200: an unknown development browser or client cookie is a stranger’s', async () => {
    const name = server.instance.clientCookieName;
    const answer = await server.frontend('GET', '/v1/client?__clerk_db_jwt=dvb_unknown', {
      cookies: { [name]: 'x' },
    });
    expect(answer.json()).toEqual({ response: null, client: null });
  });

  it('200: a signed-in browser sees its session with user and fresh token', async () => {
    const browser = await signInTestUser(server, { firstName: 'Ada' });
    const { response, client } = (
      await server.frontend('GET', '/v1/client', { cookies: browser.cookies })
    ).json();
    expect(client).toBeNull();
    expect(response).toMatchObject({
      object: 'client',
      id: browser.clientId,
      last_active_session_id: browser.session.id,
      last_authentication_strategy: 'password',
      sign_in: null,
      sign_up: null,
      cookie_expires_at: null,
      captcha_bypass: false,
    });
    expect(response.sessions).toHaveLength(1);
    const [session] = response.sessions;
    expect(session).toMatchObject({
      id: browser.session.id,
      status: 'active',
      last_active_organization_id: null,
      factor_verification_age: [0, -1],
      user: { id: browser.user.id, first_name: 'Ada', organization_memberships: [] },
      public_user_data: { user_id: browser.user.id },
      tasks: null,
    });
    expect(session.user).not.toHaveProperty('private_metadata');
    expect(session.created_at).toBe(browser.session.createdAt.getTime());
    const { sid, azp, iat } = decodeJwt(session.last_active_token.jwt)?.claims ?? {};
    expect([sid, azp]).toEqual([browser.session.id, appOrigin]);
    expect(iat).toBeGreaterThanOrEqual(Math.floor(response.updated_at / 1000));
  });

  it('two different cookies of one name: neither is believed', async () => {
    const [mine, theirs] = [await signInTestUser(server), await signInTestUser(server)];
    const [a, b] = [Object.values(mine.cookies)[0], Object.values(theirs.cookies)[0]];
    const name = server.instance.clientCookieName;
    const answer = await server.frontend('GET', '/v1/client', {
      headers: { cookie: `${name}=${a}; ${name}=${b}` },
    });
    expect(answer.json().response).toBeNull();
  });
});

describe('POST and PUT /v1/client', () => {
  it.each(['POST', 'PUT'] as const)(
    '200: %s makes a client and gives its cookie, bound to the path',
    async (method) => {
      const answer = await server.frontend(method, '/v1/client', { form: {} });
      expect(answer.json().response).toMatchObject({ object: 'client', sessions: [] });
      expect(setCookies(answer)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^${server.instance.clientCookieName}=[0-9A-Za-z]{43}; Path=/i/${server.instance.slug}; HttpOnly; SameSite=Lax; Max-Age=\\d+$`,
          ),
        ),
      ]);
    },
  );

  it('a preset secret is never adopted', async () => {
    const preset = 'A'.repeat(43);
    const answer = await server.frontend('POST', '/v1/client', {
      form: {},
      cookies: { [server.instance.clientCookieName]: preset },
    });
    expect(setCookies(answer)[0]).not.toContain(preset);
    const again = await server.frontend('GET', '/v1/client', {
      cookies: { [server.instance.clientCookieName]: preset },
    });
    expect(again.json().response).toBeNull();
  });

  it('through the SDK’s proxy the cookie belongs to the proxy’s path', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/client',
      headers: {
        host: 'localhost:1853',
        'content-type': 'application/x-www-form-urlencoded',
        'clerk-proxy-url': 'http://localhost:3000/__clerk',
        'clerk-secret-key': server.secretKey,
        origin: appOrigin,
      },
    });
    expect(setCookies(answer)[0]).toContain('; Path=/__clerk; HttpOnly');
  });
});

describe('DELETE /v1/client/sessions', () => {
  it('200: signs the browser out; the client survives without sessions', async () => {
    const browser = await signInTestUser(server);
    const answer = await server.frontend('POST', '/v1/client/sessions?_method=DELETE', {
      form: {},
      cookies: browser.cookies,
    });
    expect(answer.json()).toMatchObject({ response: { id: browser.clientId, sessions: [] }, client: null });
    expect((await server.backend('GET', `/v1/sessions/${browser.session.id}`)).json().status).toBe('removed');
  });

  it('200: for a stranger too', async () => {
    const answer = await server.frontend('DELETE', '/v1/client/sessions');
    expect(answer.json()).toEqual({ response: null, client: null });
  });
});

describe('DELETE /v1/client', () => {
  it('200: the cookie means nothing any more and is taken away', async () => {
    const browser = await signInTestUser(server);
    const answer = await server.frontend('DELETE', '/v1/client', { cookies: browser.cookies });
    expect(answer.json()).toEqual({ response: null, client: null });
    expect(setCookies(answer)[0]).toMatch(/=; Path=.*Max-Age=0$/);
    const after = await server.frontend('GET', '/v1/client', { cookies: browser.cookies });
    expect(after.json().response).toBeNull();
  });
});

describe('GET /v1/client/sessions/:id', () => {
  it('200: the session; 401 for a stranger and for another browser’s', async () => {
    const [browser, other] = [await signInTestUser(server), await signInTestUser(server)];
    const path = `/v1/client/sessions/${browser.session.id}`;
    const answer = await server.frontend('GET', path, { cookies: browser.cookies });
    expect(answer.json().response).toMatchObject({ id: browser.session.id, status: 'active' });
    expect((await server.frontend('GET', path)).statusCode).toBe(401);
    expect((await server.frontend('GET', path, { cookies: other.cookies })).statusCode).toBe(401);
  });
});

describe('POST /v1/client/sessions/:id/touch', () => {
  const touch = (
    sessionId: string,
    cookies: Record<string, string>,
    form: Record<string, string | string[]> = {},
  ) =>
    server.frontend('POST', `/v1/client/sessions/${sessionId}/touch`, {
      form: { active_organization_id: '', intent: 'select_session', ...form },
      cookies,
    });

  it('200: the session and the whole client beside it, tokens fresh', async () => {
    const browser = await signInTestUser(server);
    const { response, client } = (await touch(browser.session.id, browser.cookies)).json();
    expect(response.id).toBe(browser.session.id);
    expect(client.sessions[0].last_active_token.jwt).toMatch(/^eyJ/);
    expect(response.last_active_organization_id).toBeNull();
  });

  it('401: not this browser’s, or over; 404: an organization; never 422', async () => {
    const [browser, other] = [await signInTestUser(server), await signInTestUser(server)];
    expect(codesOf(await touch(browser.session.id, other.cookies))).toEqual(['authentication_invalid']);
    expect((await touch(browser.session.id, {})).statusCode).toBe(401);
    expect(
      (await touch(browser.session.id, browser.cookies, { active_organization_id: 'org_1' })).statusCode,
    ).toBe(404);
    const odd = await touch(browser.session.id, browser.cookies, { intent: ['a', 'b'] });
    expect(odd.statusCode).toBe(200);
    await server.backend('POST', `/v1/sessions/${browser.session.id}/revoke`);
    expect((await touch(browser.session.id, browser.cookies)).statusCode).toBe(401);
  });

  it('last_active_at moves at most once a minute', async () => {
    const browser = await signInTestUser(server);
    const lastActiveAt = async () => {
      await touch(browser.session.id, browser.cookies);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return (await server.backend('GET', `/v1/sessions/${browser.session.id}`)).json().last_active_at;
    };
    const first = await lastActiveAt();
    server.clock.advance(59);
    expect(await lastActiveAt()).toBe(first);
    server.clock.advance(1);
    expect(await lastActiveAt()).toBe(first + 60_000);
  });
});

describe.each([
  ['end', 'ended'],
  ['remove', 'removed'],
])('POST /v1/client/sessions/:id/%s', (action, status) => {
  const path = (sessionId: string) => `/v1/client/sessions/${sessionId}/${action}`;

  it(`200: ${status}, and gone from the client; again: no change`, async () => {
    const browser = await signInTestUser(server);
    const { cookies } = browser;
    const answer = await server.frontend('POST', path(browser.session.id), { form: {}, cookies });
    expect(answer.json()).toMatchObject({
      response: { status, last_active_token: null },
      client: { sessions: [] },
    });
    const again = await server.frontend('POST', path(browser.session.id), { form: {}, cookies });
    expect(again.json().response.status).toBe(status);
  });

  it('401: a stranger; 404: another browser’s session', async () => {
    const [browser, other] = [await signInTestUser(server), await signInTestUser(server)];
    expect((await server.frontend('POST', path(browser.session.id), { form: {} })).statusCode).toBe(401);
    const { cookies } = other;
    expect((await server.frontend('POST', path(browser.session.id), { form: {}, cookies })).statusCode).toBe(
      404,
    );
  });
});

describe('a live instance', () => {
  it('keeps __client on its host and says __client_uat on the app’s domain, both names', async () => {
    const live = await createTestServer({
      config: { publicUrl: 'https://clerk.acme.test' },
      instance: { environmentType: 'production', settings: { allowedOrigins: ['https://app.acme.test'] } },
    });
    const browser = await signInTestUser(live, { origin: 'https://app.acme.test' });
    expect(Object.keys(browser.cookies)).toEqual(['__client']);
    const ask = (method: 'GET' | 'DELETE', path: string, cookies = browser.cookies) =>
      live.frontend(method, path, {
        cookies,
        headers: { host: 'clerk.acme.test', origin: 'https://app.acme.test' },
      });
    const signedIn = await ask('GET', '/v1/client');
    const uat = Math.floor(signedIn.json().response.updated_at / 1000);
    const attributes = 'Path=/; Domain=acme.test; Max-Age=315360000; Secure; SameSite=Lax';
    const suffixed = `__client_uat_${live.instance.cookieSuffix}`;
    expect(setCookies(signedIn)).toEqual([
      `__client_uat=${uat}; ${attributes}`,
      `${suffixed}=${uat}; ${attributes}`,
    ]);
    const signedOut = await ask('DELETE', '/v1/client/sessions');
    expect(setCookies(signedOut)).toEqual([`__client_uat=0; ${attributes}`, `${suffixed}=0; ${attributes}`]);
    // The Account Portal is on the server's own host; what it says must reach the app.
    const portal = await live.frontend('GET', '/v1/client', {
      cookies: {},
      headers: { host: 'clerk.acme.test', origin: new URL(live.instance.frontendApiUrl).origin },
    });
    expect(setCookies(portal)[0]).toBe(`__client_uat=0; ${attributes}`);
    const ownHost = await live.inject({
      method: 'GET',
      url: `/i/${live.instance.slug}/v1/client`,
      headers: { host: 'clerk.acme.test', 'sec-fetch-site': 'same-origin' },
    });
    expect(setCookies(ownHost)[0]).toBe(`__client_uat=0; ${attributes}`);
    const stranger = await ask('GET', '/v1/client', {});
    expect(setCookies(stranger)).toEqual([`__client_uat=0; ${attributes}`, `${suffixed}=0; ${attributes}`]);
    const made = await live.frontend('POST', '/v1/client', {
      form: {},
      headers: { host: 'clerk.acme.test', origin: 'https://app.acme.test' },
    });
    expect(setCookies(made)[0]).toMatch(
      /^__client=[0-9A-Za-z]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=/,
    );
    await live.close();
  });
});

describe('/v1/me/sessions', () => {
  it('GET active: a bare array of the user’s sessions in all browsers; 401 without a session', async () => {
    const browser = await signInTestUser(server);
    const second = await signInTestUser(server, { user: browser.user });
    const path = `/v1/me/sessions/active?_clerk_session_id=${browser.session.id}`;
    const sessions = (await server.frontend('GET', path, { cookies: browser.cookies })).json();
    expect(sessions.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      [browser.session.id, second.session.id].toSorted(),
    );
    expect(sessions[0]).toMatchObject({
      user: null,
      latest_activity: {
        browser_name: 'Chrome',
        device_type: 'Linux',
        ip_address: '127.0.0.1',
        is_mobile: false,
      },
    });
    expect((await server.frontend('GET', path)).statusCode).toBe(401);
    const foreign = `/v1/me/sessions/active?_clerk_session_id=${second.session.id}`;
    expect((await server.frontend('GET', foreign, { cookies: browser.cookies })).statusCode).toBe(401);
  });

  it('POST revoke: 200 for an own session, 404 for another user’s, 400 for one that is over', async () => {
    const browser = await signInTestUser(server);
    const second = await signInTestUser(server, { user: browser.user });
    const stranger = await signInTestUser(server);
    const revoke = (sessionId: string) =>
      server.frontend('POST', `/v1/me/sessions/${sessionId}/revoke`, { form: {}, cookies: browser.cookies });
    expect((await revoke(second.session.id)).json().response.status).toBe('revoked');
    expect(codesOf(await revoke(second.session.id))).toEqual(['session_not_active']);
    expect((await revoke(stranger.session.id)).statusCode).toBe(404);
  });
});

describe('GET /v1/clients/:id', () => {
  it('200: the browser with its sessions; 404: unknown, or another instance’s', async () => {
    const browser = await signInTestUser(server);
    const path = `/v1/clients/${browser.clientId}`;
    expect((await server.backend('GET', path)).json()).toMatchObject({
      object: 'client',
      id: browser.clientId,
      session_ids: [browser.session.id],
      sessions: [{ id: browser.session.id, status: 'active' }],
      last_active_session_id: browser.session.id,
      sign_in_id: null,
      sign_up_id: null,
    });
    const other = await createTestServer();
    expect((await other.backend('GET', path)).statusCode).toBe(404);
    await other.close();
    expect((await server.backend('GET', '/v1/clients/client_unknown')).statusCode).toBe(404);
  });
});
