import {
  backendEndpoints,
  type Endpoint,
  frontendEndpoints,
  platformEndpoints,
} from '@bartleby/api-contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from './testing/create-test-server.ts';
import { createPlatformCaller } from './testing/platform-caller.ts';
import { signInTestUser } from './testing/signed-in-browser.ts';

let server: TestServer;
/** What identifies the caller, by API: every request below is refused for its form alone. */
let callers: Record<Endpoint['api'], { prefix: string; headers: Record<string, string> }>;
beforeAll(async () => {
  server = await createTestServer();
  const { cookies } = await signInTestUser(server);
  const [cookie = ''] = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const host = 'localhost:1853';
  const { key } = await createPlatformCaller(server);
  callers = {
    frontend: {
      prefix: `/i/${server.instance.slug}`,
      headers: { host, origin: 'http://localhost:3000', cookie },
    },
    backend: { prefix: '', headers: { host, authorization: `Bearer ${server.secretKey}` } },
    platform: { prefix: '', headers: { host, authorization: `Bearer ${key}` } },
  };
});
afterAll(() => server.close());

const send = (
  api: Endpoint['api'],
  method: string,
  path: string,
  body?: { type: string; payload: string | Buffer },
) =>
  server.inject({
    method: method as 'POST',
    url: callers[api].prefix + path,
    headers: { ...callers[api].headers, ...(body && { 'content-type': body.type }) },
    ...(body && { payload: body.payload }),
  });

/** The documented envelope and nothing of our inside. Returns status and code. */
function refused(answer: LightMyRequestResponse): [number, string] {
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers['cache-control']).toBe('no-store');
  const body = answer.json();
  expect(Object.keys(body).sort()).toEqual(['clerk_trace_id', 'errors']);
  expect(body.clerk_trace_id).toBe(answer.headers['clerk-trace-id']);
  expect(body.errors.length).toBeGreaterThan(0);
  for (const error of body.errors) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/), message: expect.any(String) });
    expect(error.long_message.length).toBeGreaterThan(0);
  }
  expect(answer.body).not.toMatch(
    /\bat \S+ \(|node:internal|\.ts:\d|node_modules|FST_|select .* from|ECONN/i,
  );
  return [answer.statusCode, body.errors[0].code];
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const deep = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`;

const ALL: readonly Endpoint[] = [...frontendEndpoints, ...backendEndpoints, ...platformEndpoints];
const writes = (api: Endpoint['api']): Endpoint[] =>
  ALL.filter((endpoint) => endpoint.api === api && endpoint.method !== 'GET');
/** Whether a sibling pattern, such as `/users/:id` for `/users/count`, takes what is sent to `path`. */
const fits = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(filled(path));
/** With the application and instance of the test, since these are found before the body is read. */
const filled = (path: string): string =>
  path
    .replace(':application_id', server.instance.applicationId)
    .replace(':instance_id', server.instance.id)
    .replace(/:\w+/g, 'x');

const BODIES: [string, { type: string; payload: string | Buffer }, [number, string], 'form' | 'all'][] = [
  ['JSON cut short', { type: json, payload: '{"a":' }, [400, 'request_body_invalid'], 'all'],
  ['JSON with something behind it', { type: json, payload: '{}}' }, [400, 'request_body_invalid'], 'all'],
  ['a byte order mark and no JSON', { type: json, payload: '\ufeffx' }, [400, 'request_body_invalid'], 'all'],
  ['bytes that are no UTF-8', { type: json, payload: Buffer.from([0x22, 0xc3, 0x28, 0x22]) }, [400, 'request_body_invalid'], 'all'],
  ['JSON nested too deep', { type: json, payload: deep }, [422, 'form_param_nesting_too_deep'], 'all'],
  ['NUL within JSON', { type: json, payload: '{"a":"\\u0000"}' }, [422, 'form_param_format_invalid'], 'all'],
  ['half a surrogate pair', { type: json, payload: '{"a":"\\ud800"}' }, [422, 'form_param_format_invalid'], 'all'],
  ['a body over the limit', { type: json, payload: `"${'x'.repeat(1_048_600)}"` }, [413, 'request_body_too_large'], 'all'],
  ['plain text', { type: 'text/plain', payload: '{}' }, [415, 'unsupported_content_type'], 'all'],
  ['XML', { type: 'application/xml', payload: '<a/>' }, [415, 'unsupported_content_type'], 'all'],
  ['multipart form data', { type: 'multipart/form-data; boundary=x', payload: '--x--' }, [415, 'unsupported_content_type'], 'all'],
  ['a form of wrong percent signs', { type: form, payload: 'a=%zz' }, [400, 'request_body_invalid'], 'form'],
  ['a form that is no UTF-8', { type: form, payload: 'a=%ff' }, [400, 'request_body_invalid'], 'form'],
  ['a form of too many fields', { type: form, payload: 'a=1&'.repeat(1_001) }, [400, 'request_body_invalid'], 'form'],
  ['NUL within a form', { type: form, payload: 'a=%00' }, [422, 'form_param_format_invalid'], 'form'],
]; // biome-ignore format: a table

const NOT_A_FILE: [number, string] = [415, 'unsupported_content_type'];
/** These take a file and nothing else. */
const takesFile = ({ method, path }: Endpoint) => method === 'POST' && path.endsWith('/profile_image');

describe.each(['frontend', 'backend', 'platform'] as const)('the %s API, at every write', (api) => {
  const ofThisApi = BODIES.filter(([, , , forms]) => forms === 'all' || api === 'frontend');

  it.each(ofThisApi)('refuses %s', async (_, body, expected) => {
    expect(writes(api).length).toBeGreaterThan(1);
    for (const endpoint of writes(api)) {
      const { method, path } = endpoint;
      const answer = await send(api, method, filled(path), body);
      const asFile = body.type.startsWith('multipart') ? [422, 'form_param_missing'] : NOT_A_FILE;
      expect([method, path, ...refused(answer)]).toEqual([
        method,
        path,
        ...(takesFile(endpoint) ? asFile : expected),
      ]);
    }
  });
});

describe('paths and methods', () => {
  it.each(['frontend', 'backend', 'platform'] as const)('%s: 404 for a path that nobody has', async (api) => {
    const path = api === 'platform' ? '/v1/platform/nothing' : '/v1/nothing/at/all';
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(refused(await send(api, method, path))).toEqual([404, 'route_not_found']);
  });

  it('405 names in Allow what each path has', async () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    for (const api of ['frontend', 'backend', 'platform'] as const) {
      const endpoints = ALL.filter((endpoint) => endpoint.api === api);
      for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
        const has = endpoints
          .filter((endpoint) => endpoint.path === path)
          .map(({ method }) => String(method));
        for (const method of methods.filter((name) => !has.includes(name))) {
          const answer = await send(api, method, filled(path));
          if (endpoints.some((sibling) => sibling.method === method && fits(sibling.path, path))) continue;
          expect(refused(answer)).toEqual([405, 'method_not_allowed']);
          const allowed = String(answer.headers.allow).split(', ');
          for (const name of has) expect(allowed, `${method} ${path}`).toContain(name);
          expect(allowed).not.toContain(method);
        }
      }
    }
  });

  it('what is no page and no file is refused in the envelope too', async () => {
    for (const url of ['/nothing', '/i/x/y', '/health/other', '/dashboard-assets/none.js', '/sdk/none.tgz'])
      expect(refused(await server.inject({ url, headers: { host: 'localhost:1853' } }))[0]).toBe(404);
    const post = await server.inject({
      method: 'POST',
      url: '/dashboard',
      headers: { host: 'localhost:1853' },
    });
    expect(refused(post)[0]).toBe(405);
  });

  it('a defect of ours says nothing of it, and leaves its trace id in the log', async () => {
    const { queries } = server.dependencies.database;
    const broken = new Error('secret detail: select password_hash from users');
    const original = queries.selectFrom;
    queries.selectFrom = (() => {
      throw broken;
    }) as unknown as typeof original;
    const answer = await send('backend', 'GET', '/v1/users/count').finally(() => {
      queries.selectFrom = original;
    });
    expect(refused(answer)).toEqual([500, 'internal_clerk_error']);
    expect(answer.body).not.toContain('secret detail');
    expect(server.dependencies.logLines.join('\n')).toContain(answer.json().clerk_trace_id);
  });
});
