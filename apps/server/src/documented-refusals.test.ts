import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { User } from './features/users/index.ts';
import { describedOperations, isServed, type Operation } from './testing/answers/operations.ts';
import type { DescribedApi } from './testing/answers/published-descriptions.ts';
import { createTestServer, type TestServer } from './testing/create-test-server.ts';
import { signInTestUser } from './testing/signed-in-browser.ts';

// The refusals that every operation of an API has in common, wherever its description names them.

let server: TestServer;
let user: User;
let cookies: Record<string, string>;
let before: unknown;
beforeAll(async () => {
  server = await createTestServer();
  ({ user, cookies } = await signInTestUser(server));
  before = await whatServersSee();
});
afterAll(() => server.close());

/** Everything that a refused request could have made, changed or taken away. */
async function whatServersSee(): Promise<unknown> {
  const paths = [
    '/v1/users',
    `/v1/sessions?user_id=${user.id}`,
    '/v1/clients',
    '/v1/invitations',
    '/v1/jwt_templates',
    '/v1/redirect_urls',
    '/v1/allowlist_identifiers',
    '/v1/blocklist_identifiers',
    '/v1/instance',
  ];
  const answers = await Promise.all(paths.map((path) => server.backend('GET', path)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(paths.map(() => 200));
  return answers.map((answer) => answer.json());
}

const served = (api: DescribedApi, status: number, fits: (operation: Operation) => boolean = () => true) =>
  describedOperations(api)
    .filter((operation) => isServed(operation) && operation.described?.responses[status] && fits(operation))
    .map((operation) => ({ ...operation, name: `${operation.method} ${operation.path}` }));
const writes = ({ method }: Operation) => ['POST', 'PATCH', 'PUT'].includes(method);
/** A picture's body is no JSON in the first place. */
const readsJson = (operation: Operation) => writes(operation) && !operation.path.endsWith('/profile_image');
const namesOne = ({ path }: Operation) => path.includes('{');
const withUnknownIds = (path: string) => path.replaceAll(/\{\w+\}/g, 'unknown_2abcdefghijklmnopqrstuvwxyz');

const send = (operation: Operation, headers: Record<string, string>, payload?: object) =>
  server.inject({
    method: operation.method as 'GET',
    url: withUnknownIds(operation.path),
    headers: { host: 'localhost:1853', ...headers },
    ...(payload && { payload }),
  });
const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;

describe('the Backend API', () => {
  const key = () => ({ authorization: `Bearer ${server.secretKey}` });

  it.each(served('backend', 401))('401: $name with a key that nobody has', async (operation) => {
    const answer = await send(operation, { authorization: `Bearer sk_test_${'x'.repeat(42)}` });
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'clerk_key_invalid']);
  });

  it.each(served('backend', 422, writes))(
    '422: $name with a field that it does not know',
    async (operation) => {
      const answer = await send(operation, key(), { of_no_operation: 1 });
      expect(answer.statusCode, answer.body).toBe(422);
    },
  );

  it.each(served('backend', 400, readsJson))('400: $name with a body that is no JSON', async (operation) => {
    const answer = await server.inject({
      method: operation.method as 'POST',
      url: withUnknownIds(operation.path),
      headers: { host: 'localhost:1853', ...key(), 'content-type': 'application/json' },
      payload: '{"a":',
    });
    expect(answer.statusCode, answer.body).toBe(400);
  });

  it.each(served('backend', 400, (operation) => !readsJson(operation)))(
    '400: $name under the path of another instance than the key’s',
    async (operation) => {
      const answer = await server.inject({
        method: operation.method as 'GET',
        url: `/i/another-instance${withUnknownIds(operation.path)}`,
        headers: { host: 'localhost:1853', ...key() },
      });
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'instance_contradiction']);
    },
  );

  it.each([
    ['GET', '/v1/users/count?banned=perhaps', 'form_param_type_invalid'],
    ['GET', '/v1/users/user_x/oauth_access_tokens/oauth_github?limit=501', 'form_param_value_too_large'],
  ] as const)('422: %s %s', async (method, path, code) => {
    const answer = await server.backend(method, path);
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, code]);
  });

  it.each([
    ['PUT', '/v1/users/user_x/metadata', { public_metadata: {} }],
    ['PATCH', '/v1/email_addresses/idn_x', { primary: true }],
    ['POST', '/v1/users/user_x/verify_password', { password: 'quiet-otters-7-wander' }],
  ] as const)('404: %s %s of something that is not there', async (method, path, body) => {
    const answer = await server.backend(method, path, body);
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'resource_not_found']);
  });

  it.each(served('backend', 404, (operation) => namesOne(operation) && !writes(operation)))(
    '404: $name of something that is not there',
    async (operation) => {
      const answer = await send(operation, key());
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'resource_not_found']);
    },
  );
});

describe('what every operation refuses is refused', () => {
  const host = 'localhost:1853';

  it('401: where the description names no key that could be wrong', async () => {
    const basic = await server.inject({
      url: '/v1/jwks',
      headers: { host, authorization: 'Basic c2s6eA==' },
    });
    expect([basic.statusCode, codeOf(basic)]).toEqual([401, 'authorization_header_format_invalid']);
    const unknown = { host, 'clerk-secret-key': `sk_test_${'x'.repeat(42)}` };
    const url = `/i/${server.instance.slug}/v1/client`;
    const proxied = await server.inject({ method: 'POST', url, headers: unknown });
    expect([proxied.statusCode, codeOf(proxied)]).toEqual([401, 'clerk_key_invalid']);
  });

  it('422: where the description names no field that could be unknown', async () => {
    const answer = await server.backend('POST', '/v1/clients/verify', { token: 'x', of_no_operation: 1 });
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'form_param_unknown']);
  });
});

describe('the Frontend API', () => {
  /** What the operations ask for, all at once: the Frontend API lets fields pass that it does not know. */
  const form = {
    email_address: 'someone@example.com',
    code: '424242',
    strategy: 'email_code',
    unsafe_metadata: '{}',
    new_password: 'quiet-otters-7-wander',
  };
  const ask = (operation: Operation, options: object) =>
    server.frontend(operation.method as 'GET', withUnknownIds(operation.path), options);
  /** A provider sends its answer from its own site, as a navigation or a form. */
  const takesOrigin = ({ path }: Operation) => path !== '/v1/oauth_callback';
  const changes = (operation: Operation) => operation.method !== 'GET' && takesOrigin(operation);
  const isOwn = ({ path }: Operation) => path.startsWith('/v1/me');

  // What the app's proxy, the address or the page gets wrong is refused before the operation is looked at.
  const send = (operation: Operation, headers: object, slug = server.instance.slug) =>
    server.inject({
      method: operation.method as 'GET',
      url: `/i/${slug}${withUnknownIds(operation.path)}`,
      headers: { host: 'localhost:1853', ...headers },
    });

  it.each(served('frontend', 400, takesOrigin))(
    '400: $name from a page of another app',
    async (operation) => {
      const answer = await send(operation, { origin: 'https://elsewhere.example' });
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'origin_invalid']);
    },
  );

  it.each(served('frontend', 401))(
    '401: $name through a proxy whose secret key nobody has',
    async (operation) => {
      const answer = await send(operation, { 'clerk-secret-key': `sk_test_${'x'.repeat(42)}` });
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'clerk_key_invalid']);
    },
  );

  it.each(served('frontend', 403, changes))(
    '403: $name sent by another site with this browser’s cookie',
    async (operation) => {
      const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
      const answer = await send(operation, { 'sec-fetch-site': 'cross-site', cookie: cookie.join('; ') });
      expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'cross_site_request_refused']);
    },
  );

  it.each(served('frontend', 404))('404: $name of an instance that is not there', async (operation) => {
    const answer = await send(operation, {}, 'no-such-instance');
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'instance_not_found']);
  });

  it.each(served('frontend', 401, isOwn))('401: $name without a session', async (operation) => {
    const answer = await ask(operation, writes(operation) ? { form } : {});
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'authentication_invalid']);
  });

  // A session that is not this browser's is a 401.
  const isNamed = (operation: Operation) =>
    namesOne(operation) && !writes(operation) && !operation.path.startsWith('/v1/client/sessions/');
  it.each(served('frontend', 404, isNamed))(
    '404: $name of something that is not there',
    async (operation) => {
      const answer = await ask(operation, { cookies });
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'resource_not_found']);
    },
  );

  it.each([
    ['POST', '/v1/me/email_addresses', 'email_address'],
    ['POST', '/v1/me/email_addresses/idn_1/prepare_verification', 'strategy'],
    ['POST', '/v1/me/email_addresses/idn_1/attempt_verification', 'code'],
    ['PATCH', '/v1/me/metadata', 'unsafe_metadata'],
    ['POST', '/v1/me/change_password', 'new_password'],
  ] as const)('422: %s %s without %s', async (method, path, field) => {
    const answer = await server.frontend(method, path, { cookies, form: {} });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0]).toMatchObject({
      code: 'form_param_missing',
      meta: { param_name: field },
    });
  });
});

describe('what was refused', () => {
  it('has changed nothing', async () => {
    expect(await whatServersSee()).toEqual(before);
  });
});
