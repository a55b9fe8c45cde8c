import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from './testing/create-test-server.ts';
import { type SignedInBrowser, signInTestUser } from './testing/signed-in-browser.ts';

let server: TestServer;
let browser: SignedInBrowser;
beforeAll(async () => {
  server = await createTestServer();
  browser = await signInTestUser(server, { firstName: 'Ada', password: 'correct horse battery' });
});
afterAll(() => server.close());

/** How another site's page can make the browser call us: a form, a script, a link, an old browser. */
const FOREIGN: [string, Record<string, string>][] = [
  ['a foreign origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a foreign origin that says same-origin', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
  ['a foreign origin that says none', { origin: 'https://evil.example', 'sec-fetch-site': 'none' }],
  ['an allowed origin with a suffix', { origin: 'http://localhost.evil.example', 'sec-fetch-site': 'cross-site' }],
  ['an allowed origin with a suffix behind the port', { origin: 'http://localhost:3000.evil.example' }],
  ['an allowed origin with a prefix', { origin: 'http://evil-localhost:3000' }],
  ['an allowed origin below another', { origin: 'http://app.localhost:3000', 'sec-fetch-site': 'same-site' }],
  ['two origins', { origin: 'http://localhost:3000 https://evil.example' }],
  ['an origin with a path', { origin: 'http://localhost:3000/' }],
  ['an empty origin', { origin: '' }],
  ['Origin: null', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['Origin: null that says same-origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['no origin, cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['no origin, same-site', { 'sec-fetch-site': 'same-site' }],
  ['no origin, a value that no browser sends', { 'sec-fetch-site': 'same-origin, cross-site' }],
  ['no origin and no Sec-Fetch-Site', {}],
  ['a foreign Referer alone', { referer: 'http://localhost:3000/' }],
]; // biome-ignore format: a table

const WRITES: [string, (ids: { sessionId: string; emailId: string }) => string, Record<string, string>][] = [
  ['POST', () => '/v1/client', {}],
  ['PUT', () => '/v1/client', {}],
  ['DELETE', () => '/v1/client', {}],
  ['POST', () => '/v1/client?_method=DELETE', {}],
  ['DELETE', () => '/v1/client/sessions', {}],
  ['POST', ({ sessionId }) => `/v1/client/sessions/${sessionId}/touch`, {}],
  ['POST', ({ sessionId }) => `/v1/client/sessions/${sessionId}/end`, {}],
  ['POST', ({ sessionId }) => `/v1/client/sessions/${sessionId}/remove`, {}],
  ['POST', ({ sessionId }) => `/v1/client/sessions/${sessionId}/tokens`, {}],
  ['POST', () => '/v1/client/sign_ins', { identifier: 'evil@example.com', password: 'x' }],
  ['POST', () => '/v1/client/sign_ups', { email_address: 'evil@example.com' }],
  ['PATCH', () => '/v1/me', { first_name: 'Eve' }],
  ['POST', () => '/v1/me?_method=PATCH', { first_name: 'Eve' }],
  ['PATCH', () => '/v1/me/metadata', { unsafe_metadata: '{"a":1}' }],
  ['DELETE', () => '/v1/me', {}],
  ['POST', () => '/v1/me/change_password', { current_password: 'correct horse battery', new_password: 'of the evil one' }],
  ['POST', () => '/v1/me/email_addresses', { email_address: 'evil@example.com' }],
  ['DELETE', ({ emailId }) => `/v1/me/email_addresses/${emailId}`, {}],
  ['POST', ({ sessionId }) => `/v1/me/sessions/${sessionId}/revoke`, {}],
]; // biome-ignore format: a table

const call = (method: string, path: string, headers: Record<string, string>, form: Record<string, string>) =>
  server.inject({
    method: method as 'POST',
    url: `/i/${server.instance.slug}${path}`,
    headers: { host: 'localhost:1853', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    cookies: browser.cookies,
    payload: new URLSearchParams(form).toString(),
  });

/** Everything about the user that a write could change, seen by the Backend API, and the number of users. */
async function state(): Promise<unknown> {
  const [user, sessions, count] = await Promise.all([
    server.backend('GET', `/v1/users/${browser.user.id}`),
    server.backend('GET', `/v1/sessions?user_id=${browser.user.id}`),
    server.backend('GET', '/v1/users/count'),
  ]);
  return [user.json(), sessions.json(), count.json()];
}

describe('a request that another site made the browser send', () => {
  it.each(FOREIGN)('with %s changes nothing and learns nothing, at every endpoint', async (_, headers) => {
    const before = await state();
    const ids = { sessionId: browser.session.id, emailId: browser.user.emailAddresses[0]?.id ?? '' };
    for (const [method, path, form] of WRITES) {
      const answer = await call(method, path(ids), headers, form);
      const { errors } = answer.json();
      expect([method, path(ids), answer.statusCode >= 400]).toEqual([method, path(ids), true]);
      expect(['origin_invalid', 'cross_site_request_refused']).toContain(errors[0].code);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await state()).toEqual(before);
  });

  it('changes nothing by GET, whatever it claims to be', async () => {
    const before = await state();
    const sessionId = browser.session.id;
    for (const path of [
      '/v1/client?_method=DELETE',
      '/v1/me?_method=DELETE',
      `/v1/client/sessions/${sessionId}?_method=POST`,
    ])
      for (const headers of [{}, { 'sec-fetch-site': 'cross-site' }]) {
        const override = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
        const answer = await call('GET', path, { ...headers, ...override }, {});
        expect(answer.statusCode).toBeLessThan(500);
      }
    expect(await state()).toEqual(before);
  });

  it.each(['text/plain', 'text/plain;charset=UTF-8', 'multipart/form-data; boundary=x'])(
    'is refused as %s, the types that need no preflight, from an allowed page too',
    async (type) => {
      const headers = { origin: 'http://localhost:3000', 'content-type': type };
      const answer = await call('PATCH', '/v1/me', headers, { first_name: 'Eve' });
      expect(answer.statusCode).toBe(415);
    },
  );

  it('may not read: CORS names no foreign origin in an answer with data', async () => {
    const answer = await server.inject({
      url: `/i/${server.instance.slug}/v1/client`,
      headers: { host: 'localhost:1853', origin: 'https://evil.example' },
      cookies: browser.cookies,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain(browser.session.id);
  });
});

describe('the same writes', () => {
  it('from the app’s page work: the table above refuses for the origin alone', async () => {
    const origin = { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' };
    expect((await call('PATCH', '/v1/me', origin, { first_name: 'Augusta' })).statusCode).toBe(200);
    expect(
      (await call('POST', `/v1/client/sessions/${browser.session.id}/tokens`, origin, {})).statusCode,
    ).toBe(200);
    expect((await call('DELETE', '/v1/client/sessions', origin, {})).statusCode).toBe(200);
  });
});
