import { type Bartleby, openBrowser, type TestBrowser } from '@bartleby/e2e/harness';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleBrowserApp, type ExpressApp, startExpressApp } from './express-app.ts';
import { foreignHosts } from './foreign-hosts.ts';
import { fillSignIn, getJson, signedInUser, signOut, waitUntilSignedOut } from './prebuilt-pages.ts';
import { GUIDE_TEMPLATE, printedBlock, startServerForApps } from './stage.ts';
import { PASSWORD } from './visitors.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 480_000 });

// One browser in which several are signed in at once (DESIGN decision 4): the operator, two apps of two
// instances of one server, and an app of another server. Cookies ignore ports: all of them share `localhost`.

const SECOND = 'Second application';

interface App extends ExpressApp {
  email: string;
  userId: string;
  /** A token for requests without a browser. */
  bearer: string;
  page: Page;
}

let server: Bartleby;
let otherServer: Bartleby;
let browser: TestBrowser;
let first: App;
let second: App;
let elsewhere: App;
let operatorPage: Page;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  const bundle = await bundleBrowserApp();
  [server, otherServer] = await Promise.all([startServerForApps(), startServerForApps()]);
  browser = await openBrowser();
  const own = await printedBlock(server, 'express-clerk');
  const secretKey = await addSecondApplication();
  const secondBlock = await printedBlock(server, 'express-clerk', '--app', SECOND);
  secondBlock.CLERK_SECRET_KEY = secretKey;
  first = await startApp(own, bundle, 'first@example.com');
  second = await startApp(secondBlock, bundle, 'second@example.com');
  elsewhere = await startApp(
    await printedBlock(otherServer, 'express-clerk'),
    bundle,
    'elsewhere@example.com',
  );
  operatorPage = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
  for (const each of running) await each.stop();
  await otherServer?.stop();
  await server?.stop();
});

/** Adds a second application by the Platform API and gives it a template; resolves to its secret key. */
async function addSecondApplication(): Promise<string> {
  const { application_id, instances } = await server.platform<{
    application_id: string;
    instances: { instance_id: string; secret_key: string }[];
  }>('/applications', 'POST', { name: SECOND });
  const [instance] = instances;
  const path = `/applications/${application_id}/instances/${instance?.instance_id}`;
  await server.platform(`${path}/config`, 'PATCH', { session: { claims_source: GUIDE_TEMPLATE } });
  return instance?.secret_key ?? '';
}

async function startApp(block: Record<string, string>, bundle: string, email: string): Promise<App> {
  const app = await startExpressApp(block, bundle);
  running.push(app);
  const backend = async <T>(path: string, body: unknown) => {
    const answer = await fetch(`${block.CLERK_API_URL}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${block.CLERK_SECRET_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as T;
  };
  const { id } = await backend<{ id: string }>('/users', { email_address: [email], password: PASSWORD });
  const session = await backend<{ id: string }>('/sessions', { user_id: id });
  const { jwt } = await backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, {});
  return { ...app, email, userId: id, bearer: jwt, page: await browser.context.newPage() };
}

/** Opens the app anew: its server, its page and its API must all know its user. */
async function expectSignedIn({ page, url, userId, email }: App): Promise<void> {
  await page.goto(url);
  expect(await page.locator('#server-user').textContent(), email).toBe(userId);
  expect(await signedInUser(page), email).toBe(userId);
  expect(await getJson(page, '/api/example'), email).toEqual({
    status: 200,
    body: { fullName: null, primaryEmail: email },
  });
}

/** Sessions of the operators' instance that this browser has. */
async function operatorSessions(): Promise<number> {
  const { body } = await getJson(operatorPage, '/i/operators/v1/client');
  const client = (body as { response: { sessions: { status: string }[] } | null }).response;
  return client?.sessions.filter(({ status }) => status === 'active').length ?? 0;
}

describe('several instances in one browser', () => {
  it('operator, two apps of one server and an app of another are signed in at once', async () => {
    await operatorPage.goto(`${server.url}/health/live`);
    // What the Dashboard does with the one-time link that `bartleby dev` prints.
    const ticket = new URL(server.dashboardUrl).searchParams.get('ticket') ?? '';
    await operatorPage.evaluate(
      (token) =>
        fetch('/i/operators/v1/client/sign_ins', {
          method: 'POST',
          body: new URLSearchParams({ strategy: 'ticket', ticket: token }),
        }).then(() => undefined),
      ticket,
    );
    for (const app of [first, second, elsewhere]) {
      await app.page.goto(app.url);
      await fillSignIn(app.page, { email: app.email, password: PASSWORD });
      expect(await signedInUser(app.page)).toBe(app.userId);
    }
    for (const app of [first, second, elsewhere]) await expectSignedIn(app);
    expect(await operatorSessions()).toBe(1);
  });

  it('each gets its own session back by its own handshake', async () => {
    for (const app of [first, second, elsewhere]) {
      await browser.context.clearCookies({ name: /^__session/ });
      await expectSignedIn(app);
    }
  });

  it('a token of one instance opens no app of another', async () => {
    const statusOf = async (app: App, bearer: string) =>
      (await fetch(`${app.url}/api/example`, { headers: { authorization: `Bearer ${bearer}` } })).status;
    for (const app of [first, second, elsewhere])
      for (const holder of [first, second, elsewhere])
        expect(await statusOf(app, holder.bearer), `${holder.email} at ${app.email}`).toBe(
          app === holder ? 200 : 401,
        );
  });

  it('signing out of one leaves the others', async () => {
    await second.page.goto(second.url);
    await signOut(second.page);
    await waitUntilSignedOut(second.page);
    await expectSignedIn(first);
    await expectSignedIn(elsewhere);
    expect(await operatorSessions()).toBe(1);
    await second.page.goto(second.url);
    await waitUntilSignedOut(second.page);
    expect((await getJson(second.page, '/api/example')).status).toBe(401);
  });

  it('the operator’s sign-out leaves the apps, and theirs the operator', async () => {
    await signOut(elsewhere.page);
    await waitUntilSignedOut(elsewhere.page);
    expect(await operatorSessions()).toBe(1);
    await operatorPage.evaluate(() =>
      fetch('/i/operators/v1/client/sessions?_method=DELETE', { method: 'POST' }).then(() => undefined),
    );
    expect(await operatorSessions()).toBe(0);
    await expectSignedIn(first);
  });

  it('nothing was said to any host but this machine', () => {
    expect(browser.hosts().size).toBeGreaterThan(0);
    expect(foreignHosts(browser.hosts())).toEqual([]);
    for (const app of [first, second, elsewhere]) expect(foreignHosts(app.egress())).toEqual([]);
  });
});
