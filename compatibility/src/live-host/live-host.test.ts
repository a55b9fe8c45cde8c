import { openBrowser, type TestBrowser } from '@bartleby/e2e/harness';
import { decodeJwt } from '@bartleby/session-token';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleBrowserApp, type ExpressApp, startExpressApp } from '../express-app.ts';
import { foreignHosts } from '../foreign-hosts.ts';
import { fillSignIn, getJson, signedInUser, signOut, waitUntilSignedOut } from '../prebuilt-pages.ts';
import { createAccount } from '../visitors.ts';
import { type LiveServer, startLiveServer } from './live-server.ts';
import { type Certificates, makeCertificates, startTlsFront, type TlsFront } from './tls-front.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

// The third way to reach the server: TLS, a live key, and no proxy URL. The SDKs find the Frontend API and the
// browser bundles by the host in the key alone. TLS ends in front of the server and of the app.

const DOMAIN = 'acme.test';
let certificates: Certificates;
let appFront: TlsFront;
let serverFront: TlsFront;
let bartleby: LiveServer;
let app: ExpressApp;
let browser: TestBrowser;
let appUrl: string;

beforeAll(async () => {
  certificates = await makeCertificates(DOMAIN);
  appFront = await startTlsFront(certificates);
  serverFront = await startTlsFront(certificates);
  appUrl = `https://app.${DOMAIN}:${appFront.port}`;
  const publicUrl = `https://clerk.${DOMAIN}:${serverFront.port}`;
  bartleby = await startLiveServer({ publicUrl, allowedOrigins: [appUrl] });
  serverFront.leadTo(bartleby.port);
  app = await startExpressApp(
    {
      CLERK_PUBLISHABLE_KEY: bartleby.publishableKey,
      CLERK_SECRET_KEY: bartleby.secretKey,
      CLERK_API_URL: bartleby.url,
      CLERK_TELEMETRY_DISABLED: '1',
    },
    await bundleBrowserApp(),
  );
  appFront.leadTo(Number(new URL(app.url).port));
  browser = await openBrowser({
    args: [
      `--host-resolver-rules=MAP *.${DOMAIN} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${certificates.authorityHash}`,
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await bartleby?.stop();
  await appFront?.stop();
  await serverFront?.stop();
});

const cookieNames = async () => (await browser.context.cookies(appUrl)).map(({ name }) => name);

describe('a live key, TLS, and no proxy URL', () => {
  it('signs in with <SignIn/>, whose scripts come from the key’s host; the route answers the claims', async () => {
    const { page } = browser;
    const person = await createAccount(bartleby);
    await page.goto(appUrl);
    await waitUntilSignedOut(page);
    await fillSignIn(page, person);
    expect(await signedInUser(page)).toBe(person.id);
    expect(await getJson(page, '/api/example')).toEqual({
      status: 200,
      body: { fullName: 'Ada Lovelace', primaryEmail: person.email },
    });
    const token = (await browser.context.cookies(appUrl)).find(({ name }) => name === '__session')?.value;
    const { iss, azp } = decodeJwt(token ?? '')?.claims ?? {};
    expect([iss, azp]).toEqual([bartleby.publicUrl, appUrl]);
  });

  it('stays signed in over a reload, on the app’s server too', async () => {
    const { page } = browser;
    await page.reload();
    await signedInUser(page);
    expect(await page.locator('#server-user').textContent()).toMatch(/^user_/);
  });

  it('a deleted session cookie comes back by the handshake; the nonce cookie does not stay', async () => {
    const { page, context } = browser;
    await context.clearCookies({ name: /^__session/ });
    await page.goto(appUrl);
    expect(await page.locator('#server-user').textContent()).toMatch(/^user_/);
    expect(await cookieNames()).toContain('__session');
    expect(await cookieNames()).not.toContain('__clerk_handshake_nonce');
    await page.reload();
    expect(await page.locator('#server-user').textContent()).toMatch(/^user_/);
  });

  it('signs out, and stays signed out', async () => {
    const { page } = browser;
    await signOut(page);
    await waitUntilSignedOut(page);
    await page.goto(appUrl);
    expect(await page.locator('#server-user').textContent()).toBe('signed out');
    expect((await getJson(page, '/api/example')).status).toBe(401);
  });

  it('the client cookie is bound to the server’s host, and no cookie travels in clear', async () => {
    const ours = (await browser.context.cookies()).filter(({ name }) => name.startsWith('__client'));
    const client = ours.find(({ name }) => name === '__client');
    expect(client).toMatchObject({ domain: `clerk.${DOMAIN}`, httpOnly: true, secure: true });
    expect(ours.filter(({ secure }) => !secure)).toEqual([]);
  });

  it('nothing was said to any other host', () => {
    const hosts = [...browser.hosts()];
    expect(hosts).toContain(new URL(bartleby.publicUrl).host);
    expect(hosts.filter((host) => !host.includes(`.${DOMAIN}:`))).toEqual([]);
    expect(foreignHosts(app.egress())).toEqual([]);
  });
});
