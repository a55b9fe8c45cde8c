import { afterAll, describe, expect, it } from 'vitest';
import { appOrigin, createTestServer } from '../testing/create-test-server.ts';

const server = await createTestServer();
const { inject, frontend, backend, instance, secretKey } = server;
afterAll(() => server.close());

const errorCode = (response: { json(): unknown }) =>
  (response.json() as { errors: { code: string }[] }).errors[0]?.code;

describe('every API answer', () => {
  it('is typed exactly application/json, uncached, traced', async () => {
    for (const response of [await frontend('GET', '/v1/environment'), await backend('GET', '/v1/instance')]) {
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toBe('application/json');
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers['clerk-trace-id']).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('says no in the documented envelope, with the trace id of the answer', async () => {
    const response = await backend('GET', '/v1/nothing');
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.json()).toEqual({
      errors: [
        {
          code: 'route_not_found',
          message: 'Not found',
          long_message: 'The Backend API has no GET /v1/nothing.',
          meta: { api: 'Backend API', method: 'GET', path: '/v1/nothing' },
        },
      ],
      clerk_trace_id: response.headers['clerk-trace-id'],
    });
  });

  it('names the methods of a path in Allow', async () => {
    const response = await backend('DELETE', '/v1/instance');
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe('GET, HEAD, PATCH');
    expect(errorCode(response)).toBe('method_not_allowed');
  });
});

describe('bodies', () => {
  const patch = (payload: string | Buffer, contentType = 'application/json') =>
    inject({
      method: 'PATCH',
      url: '/v1/instance',
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': contentType },
      payload,
    });

  it('accepts an empty JSON body, as the published SDKs send it', async () => {
    expect((await patch('')).statusCode).toBe(204);
  });

  it('refuses malformed JSON, other types and too large bodies', async () => {
    const cases: [string | Buffer, string, number, string][] = [
      ['{"a":', 'application/json', 400, 'request_body_invalid'],
      [Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400, 'request_body_invalid'],
      ['test_mode=true', 'application/x-www-form-urlencoded', 415, 'unsupported_content_type'],
      ['{"test_mode":true}', 'text/plain', 415, 'unsupported_content_type'],
      [`"${'x'.repeat(1024 * 1024)}"`, 'application/json', 413, 'request_body_too_large'],
      ['[]', 'application/json', 422, 'form_param_type_invalid'],
    ];
    for (const [payload, type, status, code] of cases) {
      const response = await patch(payload, type);
      expect([response.statusCode, errorCode(response)]).toEqual([status, code]);
    }
  });

  it('never quotes the body in the error', async () => {
    expect((await patch('{"password":"hunter2')).body).not.toContain('hunter2');
  });

  it('refuses NUL and half surrogate pairs in any text, and names the parameter', async () => {
    for (const text of ['\\u0000', 'a\\ud800', '\\uDC00z']) {
      const response = await patch(`{"allowed_origins":["https://a.example","${text}"]}`);
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({ errors: [{ meta: { param_name: 'allowed_origins' } }] });
    }
    const inQuery = await frontend('GET', '/v1/environment?a=b%00c');
    expect([inQuery.statusCode, errorCode(inQuery)]).toEqual([422, 'form_param_format_invalid']);
    const inPath = await backend('GET', '/v1/users/user_%00');
    expect(inPath.statusCode).toBe(422);
    const inForm = await frontend('PATCH', '/v1/environment', { form: { name: 'a\0b' } });
    expect(inForm.json()).toMatchObject({ errors: [{ meta: { param_name: 'name' } }] });
  });

  it('limits nesting to 32 without recursion', async () => {
    const deep = (depth: number) => `{"test_mode":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(errorCode(await patch(deep(31)))).toBe('form_param_type_invalid');
    expect(errorCode(await patch(deep(32)))).toBe('form_param_nesting_too_deep');
    expect(errorCode(await patch(deep(300_000)))).toBe('form_param_nesting_too_deep');
  });

  it('does not coerce JSON, and refuses unknown names', async () => {
    const coerced = await patch('{"test_mode":"true"}');
    expect([coerced.statusCode, errorCode(coerced)]).toEqual([422, 'form_param_type_invalid']);
    const unknown = await patch('{"colour":"red"}');
    expect([unknown.statusCode, errorCode(unknown)]).toEqual([422, 'form_param_unknown']);
    expect(unknown.json()).toMatchObject({ errors: [{ meta: { param_name: 'colour' } }] });
  });

  it('leaves no prototype polluted', async () => {
    await patch('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    await frontend('PATCH', '/v1/environment', {
      form: { __proto__: 'x', 'constructor.prototype.polluted': '1' },
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('which API and which instance', () => {
  it('keeps the internal prefixes out of reach', async () => {
    for (const url of [
      '/~backend/v1/instance',
      '/~frontend/v1/environment',
      '/~refused',
      '/%7Ebackend/v1/instance',
      '/v1/../~backend/v1/instance',
    ])
      expect((await inject({ url })).statusCode, url).toBe(404);
  });

  it('answers 401, not 404, on a Backend path without or with a wrong key', async () => {
    const without = await inject({ url: '/v1/users' });
    expect([without.statusCode, errorCode(without)]).toEqual([401, 'authentication_invalid']);
    const wrong = await inject({ url: '/v1/users', headers: { authorization: 'Bearer sk_test_wrong' } });
    expect([wrong.statusCode, errorCode(wrong)]).toEqual([401, 'clerk_key_invalid']);
    const form = await inject({ url: '/v1/users', headers: { authorization: 'Basic abc' } });
    expect(errorCode(form)).toBe('authorization_header_format_invalid');
  });

  it('takes _method on Frontend POSTs only, and only to change something', async () => {
    expect((await frontend('POST', '/v1/environment?_method=PATCH', { form: {} })).statusCode).toBe(200);
    expect((await frontend('POST', '/v1/environment', { form: {} })).statusCode).toBe(405);
    expect(errorCode(await frontend('POST', '/v1/environment?_method=GET', { form: {} }))).toBe(
      'bad_request',
    );
    expect((await frontend('GET', '/v1/environment?_method=DELETE')).statusCode).toBe(200);
    expect((await backend('POST', '/v1/instance?_method=PATCH', {})).statusCode).toBe(405);
  });

  it('refuses contradicting signals and unknown slugs', async () => {
    const other = await createTestServer();
    const contradiction = await frontend('GET', '/v1/environment', {
      headers: { 'clerk-secret-key': other.secretKey },
    });
    expect([contradiction.statusCode, errorCode(contradiction)]).toEqual([400, 'instance_contradiction']);
    const byHost = await frontend('GET', '/v1/environment', {
      headers: { host: `${other.instance.slug}.localhost:1853` },
    });
    expect(errorCode(byHost)).toBe('instance_contradiction');
    const slugAgainstKey = await inject({
      url: `/i/${other.instance.slug}/v1/instance`,
      headers: { authorization: `Bearer ${secretKey}` },
    });
    expect(errorCode(slugAgainstKey)).toBe('instance_contradiction');
    expect(errorCode(await inject({ url: '/i/nobody-here/v1/environment' }))).toBe('instance_not_found');
    await other.close();
  });

  it('finds the instance by key header and by Host', async () => {
    const byKey = await inject({ url: '/v1/portal_config', headers: { 'clerk-secret-key': secretKey } });
    expect(byKey.json()).toMatchObject({ publishable_key: instance.publishableKey });
    const byHost = await inject({ url: '/v1/portal_config', headers: { host: instance.keyHost } });
    expect(byHost.json()).toMatchObject({ publishable_key: instance.publishableKey });
    const wrongKey = await inject({
      url: '/v1/portal_config',
      headers: { 'clerk-secret-key': 'sk_test_no' },
    });
    expect([wrongKey.statusCode, errorCode(wrongKey)]).toEqual([401, 'clerk_key_invalid']);
  });

  it('accepts every API version', async () => {
    const response = await inject({
      url: '/v1/instance?__clerk_api_version=2031-01-01',
      headers: { authorization: `Bearer ${secretKey}`, 'clerk-api-version': '1999-01-01' },
    });
    expect(response.statusCode).toBe(200);
  });
});

describe('origins', () => {
  it('echoes an allowed origin with credentials', async () => {
    const { headers } = await frontend('GET', '/v1/environment');
    expect(headers['access-control-allow-origin']).toBe(appOrigin);
    expect(headers['access-control-allow-credentials']).toBe('true');
    expect(headers.vary).toContain('Origin');
  });

  it('answers the preflight of an allowed origin and refuses that of another', async () => {
    const preflight = (origin: string) =>
      inject({
        method: 'OPTIONS',
        url: `/i/${instance.slug}/v1/client`,
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight(appOrigin);
    expect(allowed.statusCode).toBe(204);
    expect(allowed.headers['access-control-allow-methods']).toContain('DELETE');
    expect((await preflight('https://evil.example')).statusCode).toBe(400);
  });

  const write = (headers: Record<string, string>) =>
    inject({
      method: 'POST',
      url: `/i/${instance.slug}/v1/environment?_method=PATCH`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const cookie = `${instance.clientCookieName}=secret`;

  it('refuses writes from other sites', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost.evil.example' },
      { origin: 'http://localhost:3000.evil.example' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { cookie },
      { cookie, 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await write(headers);
      expect(response.statusCode, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
      expect(['origin_invalid', 'cross_site_request_refused']).toContain(errorCode(response));
    }
  });

  it('lets writes through from allowed pages, own pages and programs without our cookie', async () => {
    for (const headers of [
      { origin: appOrigin, cookie },
      { origin: 'http://localhost:1853', cookie },
      { 'sec-fetch-site': 'same-origin', cookie },
      { cookie: '__client_uat=1; __session=x' },
      { 'clerk-secret-key': secretKey, origin: appOrigin, cookie },
      { 'clerk-secret-key': secretKey, cookie },
    ])
      expect((await write(headers)).statusCode, JSON.stringify(headers)).toBe(200);
  });

  it('judges the proxy of an app by the app’s origin', async () => {
    const response = await write({ 'clerk-secret-key': secretKey, origin: 'https://evil.example' });
    expect(errorCode(response)).toBe('origin_invalid');
  });
});

describe('floods', () => {
  it('refuses with Retry-After beyond the limit of an address, and counts a /64 as one', async () => {
    const ask = (last: number) =>
      server.app.inject({ url: '/v1/environment', remoteAddress: `2001:db8::${last.toString(16)}` });
    const responses = [];
    for (let count = 0; count <= 600; count += 1) responses.push(await ask(count));
    expect(responses.slice(0, 600).some((response) => response.statusCode === 429)).toBe(false);
    expect(responses.at(-1)?.statusCode).toBe(429);
    expect(Number(responses.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    server.clock.advance(11);
    expect((await ask(1)).statusCode).not.toBe(429);
  });
});
