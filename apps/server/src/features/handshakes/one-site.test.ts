import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { handshakeFrom } from '../../testing/handshake-steps.ts';

// An app that browsers take for another site is stopped at its first request: on its server, or in the page.

const PREVIEW = 'https://feature-1.preview.example.com';
let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    instance: { settings: { allowedOrigins: ['http://localhost:*', 'https://*.preview.example.com'] } },
  });
});
afterAll(() => server.close());

const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;
const warnings = () => server.dependencies.logLines.filter((line) => line.includes('another site'));

describe('a preview deployment, allowed by a pattern', () => {
  it('on another site: a page for the person and one line in the log, both with the fix', async () => {
    const page = await handshakeFrom(server, `${PREVIEW}/x`, {}, {}, { accept: 'text/html' });
    expect(page.statusCode).toBe(400);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain(PREVIEW);
    expect(page.body).toContain('from its own origin');
    expect(codeOf(await handshakeFrom(server, `${PREVIEW}/x`, {}))).toBe('app_on_other_site');
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('nextjs-clerk-proxy');
  });

  it('on another site, a page without a server of its own: refused at its first call, readable to it', async () => {
    const answer = await server.frontend('GET', '/v1/environment', {
      headers: { origin: PREVIEW, 'sec-fetch-site': 'cross-site' },
    });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'app_on_other_site']);
    expect(answer.headers['access-control-allow-origin']).toBe(PREVIEW);
  });

  it('works through the app’s own proxy', async () => {
    const answer = await server.inject({
      method: 'GET',
      url: `/v1/client/handshake?redirect_url=${encodeURIComponent(`${PREVIEW}/x`)}`,
      headers: {
        host: 'localhost:1853',
        'clerk-proxy-url': `${PREVIEW}/__clerk`,
        'clerk-secret-key': server.secretKey,
        'sec-fetch-site': 'cross-site',
      },
    });
    expect(answer.statusCode).toBe(307);
    expect(answer.headers.location).toContain(PREVIEW);
  });

  it('a neighbour that no pattern names stays refused', async () => {
    const answer = await handshakeFrom(server, 'https://preview.example.com/', {});
    expect(codeOf(answer)).toBe('redirect_url_invalid');
  });
});

describe('a live instance on its own host', () => {
  it.each([
    ['https://app.acme.test', 307],
    ['https://acme.test', 307],
    ['http://app.acme.test', 400],
    ['https://acme.example', 400],
  ])('the app on %s: %i', async (origin, status) => {
    const live = await createTestServer({
      config: { publicUrl: 'https://clerk.acme.test' },
      instance: { environmentType: 'production', settings: { allowedOrigins: [origin] } },
    });
    try {
      const answer = await live.inject({
        method: 'GET',
        url: `/i/${live.instance.slug}/v1/client/handshake?redirect_url=${encodeURIComponent(`${origin}/`)}`,
        headers: { host: 'clerk.acme.test', 'sec-fetch-site': 'cross-site' },
      });
      expect(answer.statusCode).toBe(status);
    } finally {
      await live.close();
    }
  });
});
