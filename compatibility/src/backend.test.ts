import { createClerkClient, type User, verifyToken } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

// The published @clerk/backend, unmodified, as an app's server would use it.

const APP = 'http://localhost:3000';
let server: RunningServer;
let clerk: ReturnType<typeof createClerkClient>;
let frontendApi: string;
let user: User;

beforeAll(async () => {
  server = await startServer();
  const { url: apiUrl, secretKey, publishableKey } = server;
  clerk = createClerkClient({ apiUrl, secretKey, publishableKey, telemetry: { disabled: true } });
  frontendApi = `${server.url}/i/app`;
  user = await clerk.users.createUser({
    emailAddress: ['ada@example.com'],
    password: 'correct horse battery staple',
    firstName: 'Ada',
  });
}, 90_000);
afterAll(() => server?.stop());

/** A browser's cookies: of the server's host and of the app's, which is the same host on another port. */
type Jar = Map<string, string>;

function keep(jar: Jar, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const gone = attributes.some((text) => text === 'Max-Age=0' || text.includes('1970'));
    if (gone) jar.delete(name);
    else jar.set(name, pair.slice(name.length + 1));
  }
}

const cookieHeader = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

const post = (jar: Jar, path: string, form: Record<string, string>) =>
  fetch(`${frontendApi}${path}`, {
    method: 'POST',
    headers: { origin: APP, cookie: cookieHeader(jar) },
    body: new URLSearchParams(form),
  });

/** Signs in by a ticket, as clerk-js would. */
async function signIn(jar: Jar): Promise<{ sessionId: string }> {
  const { token } = await clerk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 60 });
  const answer = await post(jar, '/v1/client/sign_ins', { strategy: 'ticket', ticket: token });
  keep(jar, answer.headers.getSetCookie());
  const { response } = (await answer.json()) as { response: { created_session_id: string } };
  return { sessionId: response.created_session_id };
}

async function tokenOf(jar: Jar, sessionId: string): Promise<string> {
  const answer = await post(jar, `/v1/client/sessions/${sessionId}/tokens`, {});
  return ((await answer.json()) as { jwt: string }).jwt;
}

const visit = (url: string, jar: Jar) =>
  clerk.authenticateRequest(
    new Request(url, { headers: { cookie: cookieHeader(jar), 'sec-fetch-dest': 'document' } }),
    { proxyUrl: frontendApi },
  );

/** Opens a page of the app and follows the handshake to its end. */
async function open(path: string, jar: Jar) {
  const seen: string[] = [];
  for (let url = `${APP}${path}`; ; ) {
    const state = await visit(url, jar);
    seen.push(state.reason ?? state.status);
    keep(jar, state.headers.getSetCookie());
    const location = state.headers.get('location');
    if (!location) return { state, seen, url };
    expect(seen.length).toBeLessThan(5);
    if (!location.startsWith(server.url)) {
      url = location;
      continue;
    }
    const answer = await fetch(location, { redirect: 'manual', headers: { cookie: cookieHeader(jar) } });
    keep(jar, answer.headers.getSetCookie());
    expect(answer.status).toBe(307);
    url = answer.headers.get('location') ?? '';
  }
}

describe('authenticateRequest', () => {
  it('accepts a token issued to a browser, as bearer', async () => {
    const jar: Jar = new Map();
    const { sessionId } = await signIn(jar);
    const jwt = await tokenOf(jar, sessionId);
    const state = await clerk.authenticateRequest(
      new Request(`${APP}/api`, { headers: { authorization: `Bearer ${jwt}` } }),
      { authorizedParties: [APP] },
    );
    expect([state.status, state.reason]).toEqual(['signed-in', null]);
    expect(state.toAuth()).toMatchObject({ userId: user.id, sessionId, sessionStatus: 'active' });
    const payload = await verifyToken(jwt, { secretKey: server.secretKey, apiUrl: server.url });
    expect(payload).toMatchObject({ sub: user.id, sid: sessionId, azp: APP, v: 2 });
  });

  it('a stranger is sent through one handshake and is then signed out without another', async () => {
    const jar: Jar = new Map();
    const first = await open('/page?a=1', jar);
    expect(first.seen[0]).toBe('dev-browser-missing');
    expect(first.state.status).toBe('signed-out');
    expect(first.url).toBe(`${APP}/page?a=1`);
    const second = await open('/page', jar);
    expect(second.seen).toEqual(['session-token-and-uat-missing']);
  });

  it('a signed-in browser is recognised through the handshake; deleted cookies come back; sign-out holds', async () => {
    const jar: Jar = new Map();
    const { sessionId } = await signIn(jar);
    const first = await open('/page', jar);
    expect(first.state.toAuth()).toMatchObject({ userId: user.id, sessionId });
    expect((await open('/page', jar)).seen).toEqual(['signed-in']);
    for (const name of [...jar.keys()]) if (name.startsWith('__session')) jar.delete(name);
    const again = await open('/page', jar);
    expect(again.seen[0]).toBe('client-uat-but-no-session-token');
    expect(again.state.status).toBe('signed-in');
    await post(jar, '/v1/client/sessions?_method=DELETE', {});
    for (const name of [...jar.keys()]) if (name.startsWith('__session')) jar.delete(name);
    expect((await open('/page', jar)).state.status).toBe('signed-out');
  });

  it('a token that expired while the tab was closed is refreshed without a redirect', {
    timeout: 90_000,
  }, async () => {
    const jar: Jar = new Map();
    const { sessionId } = await signIn(jar);
    await open('/page', jar);
    // 60 seconds of life and 5 of tolerated clock skew.
    await new Promise((resolve) => setTimeout(resolve, 66_000));
    const { state, seen } = await open('/page', jar);
    expect(seen).toEqual(['signed-in']);
    expect(state.toAuth()).toMatchObject({ sessionId });
  });
});

describe('the Backend API client', () => {
  it('lists, reads and revokes sessions; afterwards the browser gets no token', async () => {
    const jar: Jar = new Map();
    const { sessionId } = await signIn(jar);
    const { data } = await clerk.sessions.getSessionList({ userId: user.id, status: 'active' });
    expect(data.map(({ id }) => id)).toContain(sessionId);
    expect((await clerk.sessions.getSession(sessionId)).status).toBe('active');
    expect((await clerk.sessions.getToken(sessionId)).jwt).toMatch(/^eyJ/);
    expect((await clerk.sessions.revokeSession(sessionId)).status).toBe('revoked');
    expect((await post(jar, `/v1/client/sessions/${sessionId}/tokens`, {})).status).toBe(401);
    await expect(clerk.sessions.getSession('sess_unknown')).rejects.toMatchObject({ status: 404 });
  });

  it('makes sessions and testing tokens for tests', async () => {
    const session = await clerk.sessions.createSession({ userId: user.id });
    expect(session.userId).toBe(user.id);
    expect(await clerk.testingTokens.createTestingToken()).toMatchObject({ token: expect.any(String) });
  });
});
