import { type Bartleby, type BrowserHall, openBrowserHall, type TestBrowser } from '@bartleby/e2e/harness';
import { clerk, clerkSetup, setupClerkTestingToken } from '@clerk/testing/playwright';
import { jwtVerify } from 'jose';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleBrowserApp, type ExpressApp, startExpressApp } from './express-app.ts';
import { foreignHosts } from './foreign-hosts.ts';
import { fillCode, pressUntil, sendForm } from './form-steps.ts';
import {
  fillSignIn,
  fillSignUp,
  getJson,
  sendIdentifier,
  signedInUser,
  signOut,
  TEST_CODE,
  waitUntilSignedOut,
} from './prebuilt-pages.ts';
import { printedBlock, startServerForApps } from './stage.ts';
import { createAccount, forget, newEmail, PASSWORD } from './visitors.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

let bartleby: Bartleby;
let app: ExpressApp;
let block: Record<string, string>;
let hall: BrowserHall;
let browser: TestBrowser;
let page: Page;
const hosts = new Set<string>();

beforeAll(async () => {
  hall = await openBrowserHall();
  browser = await openRecorded();
  bartleby = await startServerForApps();
  block = await printedBlock(bartleby, 'express-clerk');
  app = await startExpressApp(block, await bundleBrowserApp());
});
afterAll(async () => {
  await hall?.close();
  await app?.stop();
  await bartleby?.stop();
});
beforeEach(() => {
  page = browser.page;
});
afterEach(async () => {
  browser = await forget(browser, [app.url, bartleby.url]);
});

/** A browser that knows nothing; its hosts are added to those of the others. */
async function openRecorded(): Promise<TestBrowser> {
  const opened = await hall.open();
  opened.context.on('request', (request) => {
    if (request.url().startsWith('http')) hosts.add(new URL(request.url()).host);
  });
  return opened;
}

const newPerson = () => createAccount(bartleby);
/** The code in the newest mail to this address, from the development mailbox. */
async function mailedCode(to: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const { data } = await bartleby.platform<{ data: { to: string; code: string | null }[] }>(
        `${await bartleby.instancePath()}/mailbox`,
      );
      const code = data.find((message) => message.to === to)?.code;
      if (!code) throw new Error(`no mail with a code to ${to}`);
      return code;
    },
    { timeout: 20_000, interval: 500 },
  );
}

const serverUser = () => page.locator('#server-user').textContent();
const browserUser = () => page.locator('#browser-user').textContent();

describe('@clerk/react in a browser app', () => {
  it('signs in with <SignIn/> and stays signed in over a reload', async () => {
    const person = await newPerson();
    await page.goto(app.url);
    await fillSignIn(page, person);
    expect(await signedInUser(page)).toBe(person.id);
    await page.reload();
    expect(await signedInUser(page)).toBe(person.id);
    expect(await browserUser()).toBe(person.email);
    expect(await serverUser()).toBe(person.id);
  });

  it('signs up with <SignUp/>', async () => {
    const email = newEmail();
    await page.goto(`${app.url}/sign-up`);
    await fillSignUp(page, { email, password: PASSWORD });
    await signedInUser(page);
    await page.reload();
    expect(await browserUser()).toBe(email);
  });

  it('signs up with a code that was sent by mail', async () => {
    const email = 'mail@example.com';
    await page.goto(`${app.url}/sign-up`);
    await fillSignUp(page, { email, password: PASSWORD }, () => mailedCode(email));
    await signedInUser(page);
    await page.reload();
    expect(await browserUser()).toBe(email);
  });

  it('sets a new password after "Forgot password?" and a code', async () => {
    const person = await newPerson();
    await page.goto(app.url);
    await sendIdentifier(page, person.email);
    const reset = page.getByRole('button', { name: 'Reset your password' });
    await pressUntil(page.getByRole('link', { name: 'Forgot password?' }), reset);
    await sendForm(page, {}, reset);
    await fillCode(page, TEST_CODE);
    const password = 'quite another horse battery';
    const fields = { password, confirmPassword: password };
    await sendForm(page, fields, page.getByRole('button', { name: 'Reset Password' }));
    expect(await signedInUser(page)).toBe(person.id);
  });

  it('getToken({ template }) gives a custom JWT that its consumer verifies; an unknown name none', async () => {
    const secret = 'a secret that consumer and template share, of enough bytes';
    await bartleby.backend('/jwt_templates', 'POST', {
      name: 'consumer',
      claims: { aud: 'consumer', mail: '{{user.primary_email_address}}' },
      lifetime: 300,
      custom_signing_key: true,
      signing_algorithm: 'HS256',
      signing_key: secret,
    });
    const person = await newPerson();
    await page.goto(app.url);
    await fillSignIn(page, person);
    await signedInUser(page);
    const getToken = (template: string) =>
      page.evaluate(async (name) => {
        const { Clerk } = window as unknown as {
          Clerk: { session: { getToken(options: object): Promise<string | null> } };
        };
        return Clerk.session.getToken({ template: name }).catch((error: { status: number }) => error.status);
      }, template);
    const jwt = String(await getToken('consumer'));
    const { payload } = await jwtVerify(jwt, new TextEncoder().encode(secret), { audience: 'consumer' });
    expect(payload).toMatchObject({ sub: person.id, mail: person.email, azp: app.url });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
    expect(payload).not.toHaveProperty('sid');
    expect(await getToken('nope')).toBe(404);
    // A refused template does not sign the browser out.
    await page.reload();
    expect(await signedInUser(page)).toBe(person.id);
  });

  it('signs out', async () => {
    const person = await newPerson();
    await page.goto(app.url);
    await fillSignIn(page, person);
    await signOut(page);
    await waitUntilSignedOut(page);
    await page.reload();
    await waitUntilSignedOut(page);
    expect(await serverUser()).toBe('signed out');
  });
});

describe('@clerk/express with environment variables alone', () => {
  it('answers the claims to a page of its own, by cookie', async () => {
    const person = await newPerson();
    await page.goto(app.url);
    await fillSignIn(page, person);
    await signedInUser(page);
    expect(await getJson(page, '/api/example')).toEqual({
      status: 200,
      body: { fullName: 'Ada Lovelace', primaryEmail: person.email },
    });
  });

  it('brings a deleted session cookie back by the handshake', async () => {
    const person = await newPerson();
    await page.goto(app.url);
    await fillSignIn(page, person);
    await signedInUser(page);
    await page.context().clearCookies({ name: /^__session/ });
    await page.goto(app.url);
    expect(await serverUser()).toBe(person.id);
  });

  it('answers a Bearer token with 200, none and a broken one with 401', async () => {
    const person = await newPerson();
    const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: person.id });
    const { jwt } = await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {});
    const ask = (authorization?: string) =>
      fetch(`${app.url}/api/example`, { headers: authorization ? { authorization } : {} });
    const answer = await ask(`Bearer ${jwt}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ fullName: 'Ada Lovelace', primaryEmail: person.email });
    expect((await ask()).status).toBe(401);
    const [head, claims, signature = ''] = jwt.split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    expect((await ask(`Bearer ${head}.${claims}.${other}${signature.slice(1)}`)).status).toBe(401);
  });
});

describe('@clerk/testing', () => {
  beforeAll(async () => {
    for (const name of ['CLERK_PUBLISHABLE_KEY', 'CLERK_SECRET_KEY', 'CLERK_API_URL'])
      vi.stubEnv(name, block[name]);
    await clerkSetup({ dotenv: false });
  });
  // A testing token is set up once per browser.
  beforeEach(async () => {
    await browser.close();
    browser = await openRecorded();
    page = browser.page;
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it.each(['password', 'email_code', 'ticket'] as const)(
    'sets up with a testing token, signs in by %s and signs out',
    async (strategy) => {
      expect(process.env.CLERK_TESTING_TOKEN).toBeTruthy();
      const person = await newPerson();
      await setupClerkTestingToken({ page });
      await page.goto(app.url);
      if (strategy === 'ticket') {
        const ticket = await bartleby.backend<{ token: string }>('/sign_in_tokens', 'POST', {
          user_id: person.id,
        });
        await clerk.signIn({ page, signInParams: { strategy, ticket: ticket.token } });
      } else {
        const signInParams = { strategy, identifier: person.email, password: person.password };
        await clerk.signIn({ page, signInParams });
      }
      expect(await signedInUser(page)).toBe(person.id);
      await page.reload();
      expect(await serverUser()).toBe(person.id);
      // The SDK starts beside: once, on a busy machine, a request during its start was signed out.
      await expect
        .poll(() => getJson(page, '/api/example'))
        .toEqual({ status: 200, body: { fullName: 'Ada Lovelace', primaryEmail: person.email } });
      await clerk.signOut({ page });
      await waitUntilSignedOut(page);
      expect(await bartleby.backend(`/sessions?user_id=${person.id}&status=active`)).toEqual([]);
    },
  );
});

describe('what left the machine', () => {
  it('nothing: neither from the browser nor from the app’s server', () => {
    expect(hosts.size).toBeGreaterThan(0);
    expect(app.egress().length).toBeGreaterThan(0);
    expect(foreignHosts(hosts)).toEqual([]);
    expect(foreignHosts(app.egress())).toEqual([]);
  });
});
