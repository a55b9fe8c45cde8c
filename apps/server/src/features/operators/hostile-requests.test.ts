import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { createUser } from '../users/index.ts';

let server: TestServer;
let platform: PlatformCaller;
let userId: string;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
  const actor = { type: 'server', id: null } as const;
  const input = { instance: server.instance, actor, emailAddresses: ['a@example.com'] };
  userId = (await createUser(server.dependencies, input)).id;
});
afterAll(() => server.close());

const TEXTS = [
  '', '..', '%2e%2e', "'; drop table users;--", '\u202e', '💥', '%00', '%ff', '{}', '[]', 'null', '-1', '1e999',
  'a'.repeat(5_000), '__proto__', 'constructor', '%0d%0aset-cookie:%20injected_cookie=1', 'eyJ.eyJ.x', '{{user.id}}',
]; // biome-ignore format: a table

const VALUES: unknown[] = [
  null, true, 0, -1, 1e300, '', '\ud800', '\u0000', '__proto__', [], [[]], {}, { $ne: 1 },
  { constructor: { prototype: 1 } }, 'x'.repeat(70_000), Array.from({ length: 200 }, () => 'x'),
]; // biome-ignore format: a table

const GETS = [
  (text: string) => `/config?keys=${text}`,
  (text: string) => `/session_token/versions?limit=${text}&offset=${text}`,
  (text: string) => `/session_token/template_data?user_id=${text}`,
  (text: string) => `/users?query=${text}`,
  (text: string) => `/users?query=x&limit=${text}&order_by=${text}`,
  (text: string) => `/users/${text}`,
  (text: string) => `/users/${text}/sessions`,
  (text: string) => `/mailbox/${text}`,
];

const BODIES = [
  ['PATCH', '/config', (value: unknown) => ({ session: { claims: value } })],
  ['PATCH', '/config', (value: unknown) => ({ session: { claims_source: value } })],
  ['PATCH', '/config', (value: unknown) => ({ session: { claims: { a: value } }, sign_up: value })],
  ['PATCH', '/config', (value: unknown) => ({ allowed_origins: value, test_mode: value })],
  ['PUT', '/config', (value: unknown) => value],
  ['PATCH', '/config', (value: unknown) => ({ metadata_schemas: { public: value }, organizations: value })],
  ['POST', '/metadata_schemas/violations', (value: unknown) => ({ metadata_schemas: { unsafe: value } })],
  ['POST', '/session_token/preview', (value: unknown) => ({ user_id: userId, source: value })],
  ['POST', '/session_token/preview', (value: unknown) => ({ user_id: value, session_id: value })],
  ['POST', '/session_token/explain', (value: unknown) => ({ token: value })],
  ['POST', '/session_token/explain', (value: unknown) => ({ session_id: value })],
  ['POST', '/session_token/heaviest', (value: unknown) => ({ source: value })],
  ['POST', '/users', (value: unknown) => ({ email_address: value, first_name: value, password: value })],
  ['PUT', '/users/x/metadata', (value: unknown) => ({ public_metadata: value })],
  ['POST', '/secret_keys', (value: unknown) => ({ name: value })],
] as const;

const encoded = (text: string) => (/^%/.test(text) ? text : encodeURIComponent(text));

describe('whatever an operator sends', () => {
  it.each(TEXTS)('no path or query with %j is our fault', async (text) => {
    for (const path of GETS) {
      const answer = await platform.onInstance('GET', path(encoded(text)));
      expect([path(text), answer.status < 500]).toEqual([path(text), true]);
      if (answer.status >= 400) expect(answer.body.errors.length).toBeGreaterThan(0);
    }
    const outside = await platform.call('GET', `/applications/${encoded(text)}/instances/${encoded(text)}`);
    expect(outside.status).toBeLessThan(500);
    const conditional = { 'if-match': text.replace(/[^ -~]/g, '?') };
    const answer = await platform.onInstance('PATCH', '/config?dry_run=true', {}, conditional);
    expect(answer.status).toBeLessThan(500);
  });

  it.each(VALUES)('no body with %j is our fault', async (value) => {
    for (const [method, path, bodyOf] of BODIES) {
      const body = bodyOf(value);
      const answer = await platform.onInstance(method, path, body as object);
      expect([method, path, answer.status < 500]).toEqual([method, path, true]);
      expect((await platform.onInstance('GET', '/config')).status).toBe(200);
    }
  });

  it('malformed JSON is 400, another content type 415, a method that is not there 405', async () => {
    const headers = { authorization: `Bearer ${platform.key}` };
    const { applicationId, id } = server.instance;
    const url = `/v1/platform/applications/${applicationId}/instances/${id}/config`;
    const statusOf = async (method: 'PATCH' | 'DELETE', type: string, payload: string) =>
      (await server.inject({ method, url, headers: { ...headers, 'content-type': type }, payload }))
        .statusCode;
    expect(await statusOf('PATCH', 'application/json', '{"session":')).toBe(400);
    expect(await statusOf('PATCH', 'text/plain', '{}')).toBe(415);
    expect(await statusOf('DELETE', 'application/json', '{}')).toBe(405);
    expect(await statusOf('PATCH', 'application/json', `{"a":"${'x'.repeat(1_100_000)}"}`)).toBe(413);
  });
});

describe('a hostile template', () => {
  // Of each kind one; the language's own test has them all.
  const misspelt = Array.from({ length: 199 }, (_, n) => `"claim${n}": "{{primaryemailaddres${n}}}"`);
  const refused = [
    ['100,000 unclosed braces', `{"a": "${'{{'.repeat(50_000)}"}`],
    ['as many unclosed braces as fit', `{"a": "${'{{'.repeat(8_180)}"}`],
    ['10,000 operands', `{"a": "{{${'user.id||'.repeat(10_000)}user.id}}"}`],
    ['as many operands as fit', `{"a": "{{${'1||'.repeat(5_400)}1}}"}`],
    ['a literal of 64 kB', `{"a": "{{'${'x'.repeat(65_536)}'}}"}`],
    ['a literal as long as fits', `{"a": "{{'${'x'.repeat(16_300)}'}}"}`],
    ['100,000 nested lists', '['.repeat(100_000)],
    ['nested lists as many as fit', `{"a":${'['.repeat(16_300)}`],
    ['keys named __proto__', `{${'"__proto__":1,'.repeat(1_100)}"__proto__":1}`],
    ['misspelt names', `{${misspelt.join(',')}}`],
    ['1 MB', `{"a": "${'x'.repeat(1_000_000)}"}`],
  ] as const;

  it.each([
    ['PATCH', '/config', (source: string) => ({ session: { claims_source: source } })],
    ['PATCH', '/config?dry_run=true', (source: string) => ({ session: { claims_source: source } })],
    ['POST', '/config/forecast', (source: string) => ({ claims_source: source })],
    ['POST', '/session_token/heaviest', (source: string) => ({ source })],
  ] as const)('sent to %s %s is 422, and browsers get tokens meanwhile', async (method, path, bodyOf) => {
    const { session, cookies } = await signInTestUser(server);
    const before = (await platform.onInstance('GET', '/config')).body;
    const answers = refused.map(async ([title, source]) => {
      const token = server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
      const { status, body } = await platform.onInstance(method, path, bodyOf(source));
      return [title, status, body.errors?.length > 0, (await token).statusCode];
    });
    expect(await Promise.all(answers)).toEqual(refused.map(([title]) => [title, 422, true, 200]));
    expect((await platform.onInstance('GET', '/config')).body).toEqual(before);
  });
});
