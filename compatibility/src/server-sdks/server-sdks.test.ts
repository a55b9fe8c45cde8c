import { type Bartleby, freePorts, openBrowser, type TestBrowser } from '@bartleby/e2e/harness';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreignHosts } from '../foreign-hosts.ts';
import { fillSignIn, getJson, signedInUser, signOut, waitUntilSignedOut } from '../prebuilt-pages.ts';
import { startServerForApps } from '../stage.ts';
import { type Account, createAccount } from '../visitors.ts';
import { type ParkedBrowser, parkBrowser } from './parked-browser.ts';
import { printedBlockText } from './printed-block.ts';
import {
  discard,
  type PreparedApp,
  prepareApp,
  type RunningApp,
  type StockApp,
  startApp,
} from './stock-app.ts';
import { serverApps, vueApp } from './stock-apps.ts';

vi.setConfig({ testTimeout: 150_000, hookTimeout: 400_000 });

// Every published SDK with a server half, in the app its own quickstart makes: one Bartleby, one Chromium,
// one app after the other. An app gets the printed block as its `.env` and the recorded diff, and nothing else.

let bartleby: Bartleby;
let browser: TestBrowser;
let page: Page;
const prepared = new Map<string, PreparedApp>();
const parked: Record<string, ParkedBrowser> = {};
const ports: Record<string, number> = {};
let fastify: RunningApp;
let vue: RunningApp;

const names = serverApps.map(({ name }) => name);

const prepare = async (app: StockApp) => {
  const ready = await prepareApp(app, await printedBlockText(bartleby, app.name), ports[app.name] ?? 0);
  prepared.set(app.name, ready);
  return ready;
};

beforeAll(async () => {
  bartleby = await startServerForApps();
  const free = await freePorts(names.length + 1);
  for (const name of [...names, 'vue']) ports[name] = free.pop() ?? 0;
  for (const name of names) parked[name] = await parkBrowser(bartleby, `http://localhost:${ports[name]}`);
  fastify = await startApp(await prepare(serverApps.find(({ name }) => name === 'fastify')!));
  vue = await startApp(await prepare(vueApp(fastify.url)));
  browser = await openBrowser();
  page = browser.page;
});
afterAll(async () => {
  await browser?.close();
  await vue?.stop();
  await fastify?.stop();
  await bartleby?.stop();
  for (const app of prepared.values()) discard(app);
});

const serverUser = () => page.locator('#server-user').textContent();
const claimsOf = ({ email }: Account) => ({ fullName: 'Ada Lovelace', primaryEmail: email });

/** A browser that has never been here. */
async function forgetEverything(): Promise<void> {
  await page.goto('about:blank');
  await browser.context.clearCookies();
}

async function newToken({ id }: Account): Promise<string> {
  const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: id });
  return (await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {})).jwt;
}

/** Signs a new person in with the prebuilt component on a page, which then leads away from `/sign-in`. */
async function signInAt(url: string): Promise<Account> {
  const person = await createAccount(bartleby);
  await page.goto(url);
  await fillSignIn(page, person);
  expect(await signedInUser(page)).toBe(person.id);
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
  return person;
}

/** Opens a page; resolves to what the browser asked for on the way, redirects included. */
async function open(url: string): Promise<string[]> {
  const seen: string[] = [];
  const listen = (request: { url(): string; isNavigationRequest(): boolean }) => {
    if (request.isNavigationRequest()) seen.push(request.url());
  };
  page.on('request', listen);
  await page.goto(url);
  page.off('request', listen);
  return seen;
}

describe('@clerk/vue', () => {
  beforeAll(forgetEverything);
  const answered = async (status: number) =>
    JSON.parse((await page.locator('#answer', { hasText: `"status": ${status}` }).textContent()) ?? '');

  it('signs in with <SignIn/>; the page has the claims, and its token opens the API', async () => {
    await page.goto(vue.url);
    expect((await answered(401)).body).toEqual({ error: 'Sign in to see your claims.' });
    const person = await signInAt(vue.url);
    expect(await answered(200)).toEqual({ status: 200, body: claimsOf(person) });
    expect(JSON.parse((await page.locator('#claims').textContent()) ?? '')).toEqual(claimsOf(person));
    await page.reload();
    expect(await answered(200)).toEqual({ status: 200, body: claimsOf(person) });
  });

  it('gets a deleted session cookie back, and forgets who signs out', async () => {
    await browser.context.clearCookies({ name: /^__session/ });
    await page.goto(vue.url);
    expect((await answered(200)).status).toBe(200);
    await signOut(page);
    await waitUntilSignedOut(page);
    await page.reload();
    expect((await answered(401)).status).toBe(401);
  });

  it('says nothing to any host but this machine, in its build, its server and its page', () => {
    for (const hosts of [vue.egress(), [...browser.hosts()]]) {
      expect(hosts.length).toBeGreaterThan(0);
      expect(foreignHosts(hosts)).toEqual([]);
    }
  });
});

describe.each(serverApps.map((stock) => [stock.name, stock] as const))('@clerk/%s', (name, stock) => {
  let app: RunningApp;
  let person: Account;
  const pages = () => (stock.signIn ? app.url : vue.url);
  beforeAll(async () => {
    app = name === 'fastify' ? fastify : await startApp(await prepare(stock));
    await forgetEverything();
    browser.hosts().clear();
  });
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') return;
    console.error(`${page.url()}\n${browser.errors().slice(-10).join('\n')}\n${app?.said().slice(-4_000)}`);
  });
  afterAll(async () => {
    if (app !== fastify) await app?.stop();
  });

  it('answers nobody with 401, in JSON', async () => {
    const answer = await fetch(`${app.url}/api/example`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual({ error: 'Sign in to see your claims.' });
  });

  it('answers a Bearer token with exactly the two claims, a broken one with 401', async () => {
    const ada = await createAccount(bartleby);
    const jwt = await newToken(ada);
    const ask = (token: string) =>
      fetch(`${app.url}/api/example`, { headers: { authorization: `Bearer ${token}` } });
    const answer = await ask(jwt);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(claimsOf(ada));
    const [head, claims, signature = ''] = jwt.split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    expect((await ask(`${head}.${claims}.${other}${signature.slice(1)}`)).status).toBe(401);
  });

  it('knows who signed in with <SignIn/>: its page, and its API by cookie', async () => {
    person = await signInAt(`${pages()}${stock.signIn ?? ''}`);
    await page.goto(app.url);
    expect(await serverUser()).toBe(person.id);
    expect(await getJson(page, '/api/example')).toEqual({ status: 200, body: claimsOf(person) });
  });

  it('gets a deleted session cookie back by one handshake', async () => {
    // While the page is open, its clerk-js may write the cookie again at any time.
    await page.goto('about:blank');
    await browser.context.clearCookies({ name: /^__session/ });
    const seen = await open(app.url);
    expect(seen.filter((url) => url.startsWith(`${bartleby.url}/i/app/v1/client/handshake`))).toHaveLength(1);
    expect(await serverUser()).toBe(person.id);
    expect(await getJson(page, '/api/example')).toEqual({ status: 200, body: claimsOf(person) });
  });

  it('forgets who signs out', async () => {
    await page.goto(pages());
    await signOut(page);
    await waitUntilSignedOut(page);
    await page.goto(app.url);
    expect(await serverUser()).toBe('signed out');
    expect((await getJson(page, '/api/example')).status).toBe(401);
  });

  it('says nothing to any host but this machine, in its build, its server and its pages', () => {
    for (const hosts of [app.egress(), [...browser.hosts()]]) {
      expect(hosts.length).toBeGreaterThan(0);
      expect(foreignHosts(hosts)).toEqual([]);
    }
  });
});

// Last, when the tokens have grown old while the apps were built and tested.
it.each(names)(
  '@clerk/%s refreshes a token that expired while no page was open, without a redirect',
  async (name) => {
    const app = name === 'fastify' ? fastify : await startApp(prepared.get(name)!);
    const { cookies, expired, person } = parked[name]!;
    await expired();
    await forgetEverything();
    await browser.context.addCookies([...cookies]);
    try {
      expect(await open(app.url)).toEqual([`${app.url}/`]);
      expect(await serverUser()).toBe(person.id);
      expect(await getJson(page, '/api/example')).toEqual({ status: 200, body: claimsOf(person) });
      expect(foreignHosts([...app.egress(), ...browser.hosts()])).toEqual([]);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${page.url()}\n${app.said().slice(-4_000)}`, {
        cause: error,
      });
    } finally {
      if (app !== fastify) await app.stop();
    }
  },
);
