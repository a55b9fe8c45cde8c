import type { Bartleby, NextApp } from '@bartleby/e2e/harness';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreignHosts, registryHost } from './foreign-hosts.ts';
import { getJson, sendSignIn, signedInUser, signOut, signUp, waitUntilSignedOut } from './prebuilt-pages.ts';
import { GUIDE_TEMPLATE, startServerForApps, startStockApp } from './stage.ts';
import { PASSWORD, type Parked, pause, type Visitors, welcomeVisitors } from './visitors.ts';

export interface StockAppSetting {
  framework: 'nextjs-clerk' | 'nextjs-clerk-proxy';
  mode: 'dev' | 'production';
  /** Whether to run also what a development build has in common with a production build: what is in a token, and when. */
  thorough: boolean;
  /** Files of the app that differ from the stock. */
  files?: Record<string, string>;
  /** Where the browser must send what it says to the Frontend API. */
  frontendApi(bartleby: Bartleby, app: NextApp): string;
}

const TOKEN_LIFETIME_SECONDS = 60;
const CLOCK_SKEW_SECONDS = 5;

const serverUser = (page: Page) => page.locator('#server-user').textContent();

/** Every flow of the guide with the published SDK in a stock app: one `it` each. */
export function describeStockApp(name: string, setting: StockAppSetting): void {
  vi.setConfig({ testTimeout: 180_000, hookTimeout: 480_000 });
  let bartleby: Bartleby;
  let app: NextApp;
  let visitors: Visitors;
  let idle: Parked;
  let away: Parked;
  let change: Promise<number>;
  beforeAll(async () => {
    bartleby = await startServerForApps();
    app = await startStockApp(bartleby, setting.framework, setting.mode, setting.files);
    visitors = welcomeVisitors(bartleby, app, setting.frontendApi(bartleby, app));
    // The waiting runs beside the other tests.
    idle = await visitors.park(async (page) => void (await page.goto(app.url)));
    if (!setting.thorough) return;
    away = await visitors.park(async (page) => {
      // The handshake is what hands out the refresh cookie.
      await page.context().clearCookies({ name: /^__session/ });
      await page.goto(app.url);
      await page.goto('about:blank');
    });
    change = secondsUntilChangeShows();
    change.catch(() => undefined);
  });
  afterAll(async () => {
    await visitors?.goAway();
    await app?.stop();
    await bartleby?.stop();
  });

  /** Saves another template while a page is open, and asks the app, not the page, until it shows. */
  async function secondsUntilChangeShows(): Promise<number> {
    const { browser } = await visitors.park(async (page) => void (await page.goto(app.url)));
    const edition = async () =>
      ((await getJson(browser.page, '/api/claims')).body as { edition?: string } | null)?.edition;
    expect(await edition()).toBeUndefined();
    await bartleby.saveTemplate(GUIDE_TEMPLATE.replace('}" }', '}", "edition": "second" }'));
    const savedAt = performance.now();
    for (;;) {
      const shown = await edition();
      const seconds = (performance.now() - savedAt) / 1_000;
      if (shown === 'second') return seconds;
      if (seconds > 90) throw new Error(`after ${seconds} s the app still sees the old claims`);
      await pause(1);
    }
  }

  describe(name, () => {
    it('signs up with <SignUp/>; both routes answer exactly the two claims, null without a name', async () => {
      await visitors.inBrowser(async (page) => {
        const email = visitors.newEmail();
        await signUp(page, app.url, { email, password: PASSWORD });
        const id = await signedInUser(page);
        for (const path of ['/api/example', '/api/example-pages'])
          expect(await getJson(page, path), path).toEqual({
            status: 200,
            body: { fullName: null, primaryEmail: email },
          });
        const found = await bartleby.backend<{ id: string }[]>(
          `/users?email_address=${encodeURIComponent(email)}`,
        );
        expect(found.map((user) => user.id)).toEqual([id]);
      });
    });

    it('signs in with <SignIn/>; both routes answer the name, and the pages know the user', async () => {
      await visitors.inBrowser(async (page) => {
        const { id, email } = await visitors.signIn(page);
        for (const path of ['/api/example', '/api/example-pages'])
          expect(await getJson(page, path), path).toEqual({
            status: 200,
            body: { fullName: 'Ada Lovelace', primaryEmail: email },
          });
        await page.goto(`${app.url}/protected`);
        expect(await page.locator('#current-user').textContent()).toBe(email);
        await page.goto(app.url);
        expect(await serverUser(page)).toBe(id);
        await page.locator('.cl-userButtonTrigger').waitFor();
      });
    });

    it('speaks to the Frontend API where the block says', () => {
      const api = setting.frontendApi(bartleby, app);
      const calls = visitors.requests.filter((url) => /\/v1\/(client|environment|dev_browser)/.test(url));
      expect(calls.length).toBeGreaterThan(0);
      expect(calls.filter((url) => !url.startsWith(`${api}/v1/`))).toEqual([]);
    });

    it('signed out, both routes answer 401, a protected page sends to sign-in', async () => {
      await visitors.inBrowser(async (page) => {
        await page.goto(app.url);
        await waitUntilSignedOut(page);
        expect(await serverUser(page)).toBe('signed out');
        expect((await getJson(page, '/api/example')).status).toBe(401);
        expect((await getJson(page, '/api/example-pages')).status).toBe(401);
        await page.goto(`${app.url}/protected`);
        await page.waitForURL(/\/sign-in/);
      });
    });

    it('a wrong password is told and signs nobody in; the right one then does', async () => {
      await visitors.inBrowser(async (page) => {
        const person = await visitors.newPerson();
        await sendSignIn(page, app.url, { ...person, password: 'wrong horse battery staple' });
        await page
          .getByText(/password is incorrect/i)
          .first()
          .waitFor();
        expect(new URL(page.url()).pathname).toMatch(/^\/sign-in/);
        expect((await getJson(page, '/api/example')).status).toBe(401);
        await sendSignIn(page, app.url, person);
        expect(await signedInUser(page)).toBe(person.id);
      });
    });

    it('stays signed in over a reload', async () => {
      await visitors.inBrowser(async (page) => {
        const { id } = await visitors.arrive(page);
        await page.goto(app.url);
        await page.reload();
        expect(await serverUser(page)).toBe(id);
        expect(await signedInUser(page)).toBe(id);
      });
    });

    it('a deleted session cookie comes back by the handshake', async () => {
      await visitors.inBrowser(async (page, { context }) => {
        const { email } = await visitors.arrive(page);
        await context.clearCookies({ name: /^__session/ });
        const seen: string[] = [];
        page.on('request', (request) => seen.push(request.url()));
        await page.goto(`${app.url}/protected`);
        expect(await page.locator('#current-user').textContent()).toBe(email);
        expect(seen.filter((url) => url.includes('/v1/client/handshake'))).toHaveLength(1);
        const names = (await context.cookies(app.url)).map((cookie) => cookie.name);
        expect(names).toContain('__session');
      });
    });

    it('signs out, and stays signed out over a reload', async () => {
      await visitors.inBrowser(async (page, { context }) => {
        const { id } = await visitors.arrive(page);
        await page.goto(app.url);
        await signOut(page);
        await waitUntilSignedOut(page);
        await page.goto(app.url);
        await waitUntilSignedOut(page);
        expect(await serverUser(page)).toBe('signed out');
        expect((await getJson(page, '/api/example')).status).toBe(401);
        const cookies = await context.cookies(app.url);
        expect(cookies.filter((cookie) => /^__session/.test(cookie.name))).toEqual([]);
        const sessions = await bartleby.backend<{ status: string }[]>(`/sessions?user_id=${id}`);
        expect(sessions.filter((session) => session.status === 'active')).toEqual([]);
      });
    });

    it('two tabs: both know the user; signing out in one shows in the other', async () => {
      await visitors.inBrowser(async (page, { context }) => {
        const { id } = await visitors.arrive(page);
        await page.goto(app.url);
        expect(await signedInUser(page)).toBe(id);
        const second = await context.newPage();
        await second.goto(app.url);
        expect(await signedInUser(second)).toBe(id);
        await signOut(page);
        await waitUntilSignedOut(page);
        await waitUntilSignedOut(second);
      });
    });

    if (setting.thorough) describeTokens();

    it('a reload after 70 idle seconds finds the user signed in', async () => {
      const { browser, person, wait } = idle;
      await wait(70);
      const answer = await browser.page.reload();
      expect(answer?.request().redirectedFrom()).toBeNull();
      expect(await serverUser(browser.page)).toBe(person.id);
      expect(await signedInUser(browser.page)).toBe(person.id);
    });

    it('nothing was said to any host but this machine', () => {
      expect(visitors.requests.length).toBeGreaterThan(0);
      expect(app.egress().size).toBeGreaterThan(0);
      expect(foreignHosts(visitors.requests.map((url) => new URL(url).host))).toEqual([]);
      expect(foreignHosts(app.egress(), setting.mode === 'dev' ? [registryHost()] : [])).toEqual([]);
    });
  });

  function describeTokens(): void {
    it('the older form of the guide: claims when signed in; signed out an empty object, or an error', async () => {
      await visitors.inBrowser(async (page) => {
        await page.goto(app.url);
        await waitUntilSignedOut(page);
        expect(await getJson(page, '/api/older')).toEqual({ status: 200, body: {} });
        expect((await getJson(page, '/api/older-pages')).status).toBe(500);
        const { email } = await visitors.signIn(page);
        for (const path of ['/api/older', '/api/older-pages'])
          expect(await getJson(page, path), path).toEqual({
            status: 200,
            body: { fullName: 'Ada Lovelace', primaryEmail: email },
          });
      });
    });

    it('a name set by the Backend API is in the token that getToken({ skipCache: true }) gets', async () => {
      await visitors.inBrowser(async (page) => {
        const { id, email } = await visitors.arrive(page);
        await page.goto(app.url);
        await signedInUser(page);
        await bartleby.backend(`/users/${id}`, 'PATCH', { first_name: 'Grace', last_name: 'Hopper' });
        await freshToken(page);
        expect((await getJson(page, '/api/example')).body).toEqual({
          fullName: 'Grace Hopper',
          primaryEmail: email,
        });
      });
    });

    it('a changed template shows in an open page within 60 seconds, without a reload', async () => {
      expect(await change).toBeLessThanOrEqual(TOKEN_LIFETIME_SECONDS);
    });

    it('a changed template shows at once after getToken({ skipCache: true })', async () => {
      await visitors.inBrowser(async (page) => {
        await visitors.arrive(page);
        await page.goto(app.url);
        await signedInUser(page);
        await bartleby.saveTemplate(GUIDE_TEMPLATE.replace('}" }', '}", "edition": "third" }'));
        await freshToken(page);
        expect((await getJson(page, '/api/claims')).body).toMatchObject({ edition: 'third' });
      });
    });

    it('a token that expired while no page was open is refreshed by the app’s server, without a redirect', async () => {
      const { browser, person, wait } = away;
      await wait(TOKEN_LIFETIME_SECONDS + CLOCK_SKEW_SECONDS + 5);
      const names = (await browser.context.cookies(app.url)).map((cookie) => cookie.name);
      expect(names.filter((cookie) => cookie.startsWith('__refresh_'))).toHaveLength(1);
      const answer = await browser.page.goto(app.url);
      expect(answer?.request().redirectedFrom()).toBeNull();
      expect(await serverUser(browser.page)).toBe(person.id);
    });
  }
}

/** What an app does after it changed the user: gets a new token now, which clerk-js also puts into the cookie. */
const freshToken = (page: Page) =>
  page.evaluate(async () => {
    const { Clerk } = globalThis as unknown as {
      Clerk: { session: { getToken(options: { skipCache: boolean }): Promise<string> } };
    };
    await Clerk.session.getToken({ skipCache: true });
  });
