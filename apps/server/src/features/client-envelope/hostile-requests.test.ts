import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type SignedInBrowser, signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
let browser: SignedInBrowser;
beforeAll(async () => {
  server = await createTestServer();
  browser = await signInTestUser(server);
});
afterAll(() => server.close());

const TEXTS = [
  '', '..', '%2e%2e', "'; drop table sessions;--", '\u202e', '💥', '%00', '%ff', '{}', '[]', 'null', '-1', '1e999',
  'a'.repeat(5000), 'sess_', '__proto__', 'constructor', '%0d%0aset-cookie:%20injected_cookie=1', 'eyJ.eyJ.x', '../../etc/passwd',
]; // biome-ignore format: a table

const FRONTEND = [
  ['GET', (text: string) => `/v1/client/sessions/${text}`],
  ['POST', (text: string) => `/v1/client/sessions/${text}/tokens`],
  ['POST', (text: string) => `/v1/client/sessions/${text}/touch`],
  ['POST', (text: string) => `/v1/client/sessions/${text}/end`],
  ['POST', (text: string) => `/v1/client/sessions/x/tokens/${text}`],
  ['POST', (text: string) => `/v1/me/sessions/${text}/revoke`],
  ['GET', (text: string) => `/v1/me/sessions/active?_clerk_session_id=${text}`],
  ['GET', (text: string) => `/v1/client/handshake?redirect_url=${text}&__clerk_db_jwt=${text}`],
] as const;

const BACKEND = [
  ['GET', (text: string) => `/v1/sessions/${text}`],
  ['GET', (text: string) => `/v1/sessions?user_id=${text}&status=${text}`],
  ['GET', (text: string) => `/v1/sessions?user_id=x&limit=${text}&offset=${text}`],
  ['GET', (text: string) => `/v1/clients/handshake_payload?nonce=${text}`],
  ['GET', (text: string) => `/v1/clients/${text}`],
  ['POST', (text: string) => `/v1/sessions/${text}/revoke`],
  ['POST', (text: string) => `/v1/sessions/${text}/tokens`],
  ['POST', (text: string) => `/v1/sessions/${text}/refresh`],
] as const;

const encoded = (text: string) => (/^%/.test(text) ? text : encodeURIComponent(text));

describe('whatever a client sends', () => {
  it.each(TEXTS)('no path or query with %j is our fault, and nothing is set from it', async (text) => {
    for (const [method, path] of FRONTEND) {
      const answer = await server.frontend(method, path(encoded(text)), { cookies: browser.cookies });
      expect([path(text), answer.statusCode]).toEqual([
        path(text),
        expect.toSatisfy((code: number) => code < 500),
      ]);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(() => answer.json()).not.toThrow();
    }
    for (const [method, path] of BACKEND) {
      const answer = await server.backend(method, path(encoded(text)));
      expect([path(text), answer.statusCode]).toEqual([
        path(text),
        expect.toSatisfy((code: number) => code < 500),
      ]);
    }
  });

  it.each([
    { format: 'odd' },
    { expired_token: 1 },
    { expired_token: 'a.b.c', refresh_token: 'x'.repeat(10_000), request_origin: '\u0000' },
    { expired_token: 'eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4IiwiaWF0Ijo5ZTk5fQ.', refresh_token: 'x' },
    [],
    'text',
  ])('no refresh body %j is our fault', async (body) => {
    const answer = await server.backend('POST', `/v1/sessions/${browser.session.id}/refresh`, body as object);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
  });

  it.each(TEXTS)('no cookie %j signs anybody in or fails', async (text) => {
    const cookie = `${server.instance.clientCookieName}=${encoded(text)}`;
    const answer = await server.frontend('GET', '/v1/client', { headers: { cookie } });
    expect([answer.statusCode, answer.json().response]).toEqual([200, null]);
  });

  it('the session is still there afterwards', async () => {
    const answer = await server.frontend('GET', '/v1/client', { cookies: browser.cookies });
    expect(answer.json().response.sessions).toHaveLength(1);
  });
});
