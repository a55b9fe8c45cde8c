import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

const { allowedOrigins, refused } = JSON.parse(
  readFileSync(
    new URL('../../../../../conformance/vectors/redirect-url/bypasses.json', import.meta.url),
    'utf8',
  ),
) as { allowedOrigins: string[]; refused: string[] };

let server: TestServer;
let port: number;
beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { allowedOrigins } } });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  port = (server.app.server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
}

/** A GET over a real connection, its path sent as it is written. */
const get = (path: string, more: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { host: 'localhost:1853', accept: 'text/html', ...more };
    httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on('error', reject)
      .end();
  });

/** As an app's proxy passes it on: then the app may be on any site, and the redirect rule alone judges. */
const handshake = (search: string) =>
  get(`/i/${server.instance.slug}/v1/client/handshake?${search}`, { 'clerk-secret-key': server.secretKey });

function expectStays({ status, headers }: Answer): void {
  expect([400, 422]).toContain(status);
  expect(headers.location).toBeUndefined();
  expect(headers.refresh).toBeUndefined();
  expect(headers['set-cookie']).toBeUndefined();
}

describe('the handshake endpoint, over HTTP', () => {
  it.each(refused)('never leads to %j', async (url) => {
    expectStays(await handshake(`redirect_url=${encodeURIComponent(url)}`));
    // The same without encoding, as far as HTTP lets it through.
    if (/^[\x21-\x7e]*$/.test(url) && !/[#&%]/.test(url)) expectStays(await handshake(`redirect_url=${url}`));
  });

  it('takes no second redirect_url, no other name for it, and none from a header', async () => {
    const good = encodeURIComponent('https://good.example/');
    const evil = encodeURIComponent('https://evil.example/');
    expectStays(await handshake(`redirect_url=${good}&redirect_url=${evil}`));
    expectStays(await handshake(`redirect_url[]=${evil}`));
    expectStays(await handshake(`redirectUrl=${evil}`));
    const extra = await handshake(`redirect_url=${good}&return_to=${evil}&next=${evil}`);
    expect(new URL(String(extra.headers.location)).origin).toBe('https://good.example');
  });

  it('leads to allowed origins', async () => {
    for (const url of ['https://good.example/a?b=c', 'http://localhost:3000/']) {
      const { status, headers } = await handshake(`redirect_url=${encodeURIComponent(url)}`);
      expect([status, new URL(String(headers.location)).origin]).toEqual([307, new URL(url).origin]);
    }
  });
});

describe('pages', () => {
  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'answer ?redirect_url=%s without a redirect: the portal’s script judges it by the same rule',
    async (url) => {
      for (const page of ['sign-in', 'sign-up', 'user']) {
        const search = `redirect_url=${encodeURIComponent(url)}`;
        const { headers } = await get(`/i/${server.instance.slug}/account/${page}?${search}`);
        expect(headers.location).toBeUndefined();
        expect(headers.refresh).toBeUndefined();
      }
    },
  );

  it.each([
    '//evil.example',
    '//evil.example/%2e%2e',
    '/%5cevil.example',
    '/.//evil.example',
    '/@evil.example',
  ])('on another name of this machine %s leads to this server or nowhere', async (path) => {
    const answer = await server.inject({ url: path, headers: { host: '127.0.0.1:1853' } });
    const { location } = answer.headers;
    if (location !== undefined)
      expect(new URL(location, 'http://127.0.0.1:1853').hostname).toMatch(/^(localhost|127\.0\.0\.1)$/);
  });
});
