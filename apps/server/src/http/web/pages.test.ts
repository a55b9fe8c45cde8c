import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';
import { createTestServer } from '../../testing/create-test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'bartleby-pages-'));
const put = (path: string, content: string | Buffer) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
put('dashboard/index.html', '<title>Dashboard</title>');
put('dashboard/assets/index-a1b2c3d4.js', 'dashboard()');
put('portal/index.html', '<title>Account</title>');
put('docs/index.html', '<title>Docs</title>');
put('docs/session-tokens.html', '<title>Session tokens</title>');
put('secret.txt', 'secret');
put('clerk/@clerk/clerk-js@6.9.0/dist/clerk.browser.js', 'old()');
put('clerk/@clerk/clerk-js@6.40.0/dist/clerk.browser.js', 'newest()');
put('clerk/@clerk/clerk-js@7.0.0-beta.1/dist/clerk.browser.js', 'beta()');
put('clerk/@clerk/ui@1.34.0/dist/framework_ui_abc_1.34.0.js', 'chunk()');
put(
  'sdk/nextjs.tgz',
  gzipSync(
    tarOf({
      name: '@bartleby/nextjs',
      dependencies: { '@bartleby/backend': '*', '@bartleby/react': '*', other: '^1.0.0' },
    }),
  ),
);

const server = await createTestServer();
const webFiles = {
  dashboard: join(folder, 'dashboard'),
  portal: join(folder, 'portal'),
  docs: join(folder, 'docs'),
  sdk: join(folder, 'sdk'),
  clerkAssets: join(folder, 'clerk'),
};
const app = await buildApp(server.dependencies, { webFiles });
const bare = await buildApp(server.dependencies, {
  webFiles: {
    dashboard: '/nowhere',
    portal: '/nowhere',
    docs: '/nowhere',
    sdk: '/nowhere',
    clerkAssets: '/nowhere',
  },
});
afterAll(async () => {
  await app.close();
  await bare.close();
  await server.close();
  rmSync(folder, { recursive: true });
});
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host: 'localhost:1853', ...headers } });

describe('pages', () => {
  it.each([
    ['/dashboard', 'Dashboard'],
    ['/dashboard/users/user_1', 'Dashboard'],
    ['/dashboard/enter?ticket=abc', 'Dashboard'],
    ['/i/app/account/sign-in', 'Account'],
    ['/i/app/account/sign-in/factor-one', 'Account'],
    ['/i/operators/account/user', 'Account'],
    ['/docs', 'Docs'],
    ['/docs/session-tokens', 'Session tokens'],
    ['/docs/session-tokens.html', 'Session tokens'],
  ])('%s is a page under a strict policy', async (url, title) => {
    const response = await get(url);
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe(`<title>${title}</title>`);
    expect(response.headers['content-type']).toMatch(/^text\/html/);
    expect(response.headers['cache-control']).toBe('no-cache');
    const policy = String(response.headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  });

  it('lets hashed files be kept for good', async () => {
    const response = await get('/dashboard-assets/assets/index-a1b2c3d4.js');
    expect(response.body).toBe('dashboard()');
    expect(response.headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/dashboard-assets/../secret.txt',
    '/dashboard-assets/..%2fsecret.txt',
    '/dashboard-assets/%2e%2e/secret.txt',
    '/dashboard-assets//secret.txt',
    '/docs/..%5csecret.txt',
    '/docs/.hidden',
    '/sdk/..%2fsecret.txt',
    '/npm/@clerk/clerk-js@6/../../../secret.txt',
    '/npm/@clerk/clerk-js@6/..%2f..%2f..%2fsecret.js',
    '/npm/@clerk/..%2fsecret@1/dist/a.js',
    '/i/app/account/other',
    '/account/sign-in',
    '/nothing',
  ])('%s is nothing, and not kept', async (url) => {
    const response = await get(url);
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.statusCode).toBeLessThan(500);
    expect(response.body).not.toContain('secret()');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('leads from / to the Dashboard and from 127.0.0.1 to localhost', async () => {
    expect((await get('/')).headers.location).toBe('/dashboard');
    const moved = await get('/dashboard/x?y=1', { host: '127.0.0.1:1853' });
    expect([moved.statusCode, moved.headers.location]).toEqual([
      302,
      'http://localhost:1853/dashboard/x?y=1',
    ]);
  });

  it('says which page is not built', async () => {
    const response = await bare.inject({ url: '/dashboard', headers: { host: 'localhost:1853' } });
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain('npm run build');
  });
});

describe('POST /docs/feedback', () => {
  const send = (payload: unknown) =>
    app.inject({
      method: 'POST',
      url: '/docs/feedback',
      headers: { host: 'localhost:1853', 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    });

  it('takes a yes or a no about a page, and nothing else', async () => {
    expect((await send({ page: 'session-tokens', helpful: true })).statusCode).toBe(204);
    expect((await send({ page: '<script>', helpful: true })).statusCode).toBe(422);
    expect((await send({ page: 'session-tokens', helpful: 'maybe' })).statusCode).toBe(422);
    expect((await send({ page: 'session-tokens', helpful: true, more: 1 })).statusCode).toBe(422);
  });

  it('stops listening for a minute when it gets too many', async () => {
    const codes = new Set<number>();
    for (let index = 0; index < 70; index++)
      codes.add((await send({ page: 'session-tokens', helpful: false })).statusCode);
    expect([...codes]).toEqual([204, 429]);
  });
});

describe('Clerk’s browser bundles', () => {
  it.each([
    ['/npm/@clerk/clerk-js@6/dist/clerk.browser.js', 'newest()', 'public, max-age=300'],
    ['/npm/@clerk/clerk-js@6.9/dist/clerk.browser.js', 'old()', 'public, max-age=300'],
    ['/npm/@clerk/clerk-js@latest/dist/clerk.browser.js', 'newest()', 'public, max-age=300'],
    ['/npm/@clerk/clerk-js/dist/clerk.browser.js', 'newest()', 'public, max-age=300'],
    ['/npm/@clerk/clerk-js@6.9.0/dist/clerk.browser.js', 'old()', 'public, max-age=31536000, immutable'],
    ['/i/app/npm/@clerk/clerk-js@6/dist/clerk.browser.js', 'newest()', 'public, max-age=300'],
    [
      '/npm/@clerk/ui@1.34.0/dist/framework_ui_abc_1.34.0.js',
      'chunk()',
      'public, max-age=31536000, immutable',
    ],
  ])('%s', async (url, body, kept) => {
    const response = await get(url);
    expect([response.statusCode, response.body]).toEqual([200, body]);
    expect(response.headers['content-type']).toMatch(/javascript/);
    expect(response.headers['cache-control']).toBe(kept);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  it('names the command when they are not there, as a script that the page can read', async () => {
    const response = await bare.inject({ url: '/npm/@clerk/clerk-js@6/dist/</script>clerk.browser.js' });
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toMatch(/javascript/);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.body).toContain('npx bartleby clerk-assets pull');
    expect(response.body).not.toContain('</script>');
  });
});

describe('SDK tarballs', () => {
  it('point their dependencies on each other at this server', async () => {
    const response = await get('/sdk/nextjs.tgz');
    expect(response.statusCode).toBe(200);
    const archive = gunzipSync(response.rawPayload);
    expect(archive.length % 512).toBe(0);
    const size = Number.parseInt(archive.toString('latin1', 124, 135), 8);
    const manifest = JSON.parse(archive.toString('utf8', 512, 512 + size)) as { dependencies: unknown };
    expect(manifest.dependencies).toEqual({
      '@bartleby/backend': 'http://localhost:1853/sdk/backend.tgz',
      '@bartleby/react': 'http://localhost:1853/sdk/react.tgz',
      other: '^1.0.0',
    });
    const header = archive.subarray(0, 512);
    const told = Number.parseInt(header.toString('latin1', 148, 154), 8);
    expect(header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0)).toBe(
      told,
    );
    expect((await get('/sdk/nextjs.tgz')).rawPayload.equals(response.rawPayload)).toBe(true);
  });

  it('are 404 when not built', async () => {
    expect((await get('/sdk/fastify.tgz')).statusCode).toBe(404);
  });
});

/** A tar archive with one manifest and the two empty blocks at its end. */
function tarOf(manifest: object): Buffer {
  const content = Buffer.from(JSON.stringify(manifest));
  const header = Buffer.alloc(512);
  header.write('package/package.json');
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  const padded = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  content.copy(padded);
  return Buffer.concat([header, padded, Buffer.alloc(1024)]);
}
