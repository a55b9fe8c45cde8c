import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFakeFrontendApi,
  type FakeFrontendApi,
  launchChromium,
  serveFakeFrontendApi,
} from '@bartleby/browser/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build, defaultClientConditions } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Tokens of 10 s are renewed at 4 s: what takes a minute in earnest can be measured here. */
const LIFETIME_SECONDS = 10;

const closers: (() => unknown)[] = [];
let browser: Browser;
let api: FakeFrontendApi;
let origin: string;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'react-fixture-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  await build({
    root: join(import.meta.dirname, 'testing/fixture'),
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['@bartleby/source', ...defaultClientConditions] },
    build: { outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  api = createFakeFrontendApi({
    clock: { now: () => Date.now() },
    keyHost: 'app.localhost:1853',
    lifetimeSeconds: LIFETIME_SECONDS,
  });
  const fallback = (path: string) =>
    path.startsWith('/assets/')
      ? { type: 'text/javascript', text: readFileSync(join(folder, path), 'utf8') }
      : { type: 'text/html; charset=utf-8', text: readFileSync(join(folder, 'index.html'), 'utf8') };
  const server = await serveFakeFrontendApi(api, { prefix: '/i/app', port: 0, fallback });
  closers.push(() => server.close());
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
  closers.push(() => browser.close());
}, 120_000);

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

async function openTab(path: string): Promise<Page> {
  const tab = await context.newPage();
  tab.on('pageerror', (error) => problems.push(String(error)));
  tab.on('console', (message) => {
    // A refusal is told by its status too; the fixture's empty icon is a data: URL, which its policy refuses.
    if (message.type() === 'error' && !/status of 4\d\d|data:,/.test(message.text()))
      problems.push(message.text());
  });
  await tab.goto(origin + path);
  return tab;
}

beforeEach(async () => {
  api.users.length = 0;
  api.sessions.length = 0;
  api.claims.custom = {};
  problems = [];
  api.addUser({ emailAddress: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' });
  context = await browser.newContext();
});

afterEach(async () => {
  await context.close();
  expect(problems).toEqual([]);
});

async function signIn(tab: Page): Promise<void> {
  await tab.getByLabel('Email address').fill('ada@example.com');
  await tab.getByLabel('Password', { exact: true }).fill('correct horse');
  await tab.keyboard.press('Enter');
}

const sessionCookie = async () => (await context.cookies()).find(({ name }) => name === '__session')?.value;

describe('control components', () => {
  it('lead through sign-in and back, and out again', async () => {
    page = await openTab('/?tab=1');
    await page.getByRole('button', { name: 'Sign up' }).waitFor();
    expect(await page.getByText('no admin').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.waitForURL(/\/sign-in\?redirect_url=/);
    await signIn(page);
    await page.waitForURL(`${origin}/?tab=1`);
    await page.getByText('Hello Ada').waitFor();
    expect(await page.getByRole('button', { name: 'Come in' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${origin}/?bye`);
    await page.getByRole('button', { name: 'Come in' }).waitFor();
    expect(await sessionCookie()).toBe(undefined);
  });

  it('send a stranger to sign-in and return them to the page they wanted', async () => {
    page = await openTab('/protected?x=1');
    await signIn(page);
    await page.waitForURL(`${origin}/protected?x=1`);
    await page.getByRole('heading', { name: 'Protected' }).waitFor();
  });
});

describe('the user button', () => {
  it('opens and closes by keyboard, gives the focus back and passes axe', async () => {
    page = await openTab('/sign-in');
    await signIn(page);
    const button = page.getByRole('button', { name: 'Account' });
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Manage account');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axeSource);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(selector: string): Promise<{ violations: { id: string }[] }> };
        };
        return (await axe.run('.bartleby-user-button')).violations.map(({ id }) => id);
      });
      expect(violations).toEqual([]);
    }
    await page.keyboard.press('Escape');
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await button.click();
    await page.getByRole('heading', { name: 'Home' }).click();
    expect(await button.getAttribute('aria-expanded')).toBe('false');
  });
});

describe('the style sheet', () => {
  it('comes in once, as an adopted sheet, without a style attribute or element', async () => {
    page = await openTab('/sign-in');
    await page.getByLabel('Email address').waitFor();
    const found = await page.evaluate(() => ({
      adopted: document.adoptedStyleSheets.length,
      inline: document.querySelectorAll('[style], style').length,
      radius: getComputedStyle(document.querySelector('.bartleby-card')!).borderTopLeftRadius,
    }));
    expect(found).toEqual({ adopted: 1, inline: 0, radius: '12px' });
  });
});

describe('a change of claims', () => {
  it('shows at the next token without a reload, and at once with skipCache', async () => {
    page = await openTab('/sign-in');
    await signIn(page);
    await page.getByText('plan: undefined').waitFor();
    api.claims.custom = { plan: 'silver' };
    const savedAt = performance.now();
    await page.getByText('plan: silver').waitFor();
    expect(performance.now() - savedAt).toBeLessThan(LIFETIME_SECONDS * 1000);
    api.claims.custom = { plan: 'gold' };
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('plan: gold').waitFor({ timeout: 1500 });
  });
});

describe('two tabs', () => {
  it('sign in and out in step, and share one cookie', async () => {
    page = await openTab('/sign-in');
    const other = await openTab('/');
    await other.getByRole('button', { name: 'Come in' }).waitFor();
    await signIn(page);
    await other.getByText('Hello Ada').waitFor();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Come in' }).waitFor();
    expect(await sessionCookie()).toBe(undefined);
    const uat = (await context.cookies()).filter(({ name }) => name.startsWith('__client_uat'));
    expect(uat.map(({ value }) => value)).toEqual(['0', '0']);
  });

  it('both turn signed out soon after a revocation', async () => {
    page = await openTab('/sign-in');
    await signIn(page);
    await page.getByText('Hello Ada').waitFor();
    const other = await openTab('/');
    await other.getByText('Hello Ada').waitFor();
    api.sessions.length = 0;
    await page.getByRole('button', { name: 'Come in' }).waitFor();
    await other.bringToFront();
    await other.getByRole('button', { name: 'Come in' }).waitFor();
  });
});
