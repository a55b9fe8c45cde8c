import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  createFakeFrontendApi,
  FAKE_CODE,
  type FakeFrontendApi,
  launchChromium,
  serveFakeFrontendApi,
} from '@bartleby/browser/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pagesForTest } from '../../../tooling/run/test-pages.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

vi.setConfig({ testTimeout: 60_000 });

const closers: (() => unknown)[] = [];
let browser: Browser;
let api: FakeFrontendApi;
let origin: string;
let context: BrowserContext;
let page: Page;
let problems: string[];

function pageFrom(folder: string) {
  const read = (name: string) => ({
    type: TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
    text: readFileSync(join(folder, name), 'utf8'),
  });
  return (path: string) => {
    if (path.startsWith('/portal-assets/')) return read(path.slice('/portal-assets/'.length));
    if (/^\/i\/[^/]+\/account/.test(path)) return read('index.html');
    return path === '/i/none/v1/portal_config' || path.includes('..')
      ? null
      : { type: 'text/html', text: path };
  };
}

beforeAll(async () => {
  const { folder, discard } = await pagesForTest(join(import.meta.dirname, '..'));
  closers.push(discard);
  api = createFakeFrontendApi({ clock: { now: () => Date.now() }, keyHost: 'app.localhost:1853' });
  const server = await serveFakeFrontendApi(api, { prefix: '/i/app', port: 0, fallback: pageFrom(folder) });
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  closers.push(() => server.close());
  browser = await launchChromium();
  closers.push(() => browser.close());
}, 120_000);

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

beforeEach(async () => {
  api.users.length = 0;
  api.sessions.length = 0;
  api.requests.length = 0;
  problems = [];
  context = await browser.newContext();
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // A refused form is told by its status too; anything else, CSP breaches above all, is a fault.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) problems.push(request.url());
  });
});

afterEach(async () => {
  await context.close();
  expect(problems).toEqual([]);
});

const open = (path: string) => page.goto(`${origin}/i/app/account/${path}`);
const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true });

async function signIn(emailAddress: string, password = 'correct horse') {
  await page.getByLabel('Email address').fill(emailAddress);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Findings of axe on the page as it is, in the given looks and sizes. */
async function axeFindings(): Promise<string[]> {
  await page.evaluate(axeSource);
  const findings: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [390, 1280]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run();
        const overflow = document.documentElement.scrollWidth - window.innerWidth;
        return [
          ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
          ...(overflow > 0 ? [`${overflow}px wider than the screen`] : []),
        ];
      });
      findings.push(...found.map((text) => `${colorScheme} ${width}px ${text}`));
    }
  return findings;
}

describe('the Account Portal', () => {
  it('signs up with a mailed code, pasted with a blank, and shows the account', async () => {
    await open('sign-up');
    await heading('Create your account').waitFor();
    expect(await page.title()).toBe('Sign up · Acme');
    expect(await axeFindings()).toEqual([]);
    await page.getByLabel('First name').fill('Ada <b>');
    await page.getByLabel('Email address').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    await page.keyboard.press('Enter');
    await heading('Check your mail').waitFor();
    const code = page.getByLabel('Code');
    await expect.poll(() => code.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await axeFindings()).toEqual([]);
    await code.fill('000000');
    await page.getByText('That code is not right.').waitFor();
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    const described = (await code.getAttribute('aria-describedby'))!.split(' ').at(-1)!;
    expect(await page.locator(`[id="${described}"]`).textContent()).toBe('That code is not right.');
    await code.fill(`${FAKE_CODE.slice(0, 3)} ${FAKE_CODE.slice(3)}`);
    await heading('Your account').waitFor();
    expect(page.url()).toBe(`${origin}/i/app/account/user`);
    expect(api.users[0]).toMatchObject({ firstName: 'Ada <b>', lastName: null });
    const names = (await context.cookies()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['__session', '__client_uat', '__client_fake']));
  });

  it('takes a code that is typed before the server said that it sent one', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/prepare_verification*', async (route) => {
      await answered;
      await route.continue();
    });
    await open('sign-up');
    await page.getByLabel('Email address').fill('early@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').fill(FAKE_CODE);
    await page.getByRole('button', { name: 'Checking…' }).waitFor();
    expect(api.requests.filter(({ path }) => path.endsWith('attempt_verification'))).toEqual([]);
    answer();
    await heading('Your account').waitFor();
  });

  it('resumes a sign-up after a reload and goes back to another address', async () => {
    await open('sign-up');
    await page.getByLabel('Email address').fill('wrong@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading('Check your mail').waitFor();
    await page.reload();
    await heading('Check your mail').waitFor();
    await page.getByRole('button', { name: 'Use another address' }).click();
    await page.getByLabel('Email address').fill('right@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('right@example.com').waitFor();
    const prepared = api.requests.filter(({ path }) => path.endsWith('prepare_verification'));
    expect(prepared).toHaveLength(2);
  });

  it('ties what the server refuses to its field and puts the focus there', async () => {
    api.addUser({ emailAddress: 'taken@example.com' });
    await open('sign-up');
    await page.getByLabel('Email address').fill('taken@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('That email address is taken.').waitFor();
    const field = page.getByLabel('Email address');
    await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await axeFindings()).toEqual([]);
  });

  it('gives one answer to a wrong password and to an unknown address', async () => {
    api.addUser({ emailAddress: 'ada@example.com' });
    await open('sign-in');
    await heading('Sign in to Acme').waitFor();
    expect(await axeFindings()).toEqual([]);
    const texts: string[] = [];
    for (const emailAddress of ['ada@example.com', 'nobody@example.com']) {
      await signIn(emailAddress, 'wrong password');
      const alert = page.getByRole('alert');
      await alert.waitFor();
      texts.push((await alert.textContent()) ?? '');
      expect(await page.getByLabel('Password', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    }
    expect(texts[0]).toBe(texts[1]);
    expect(await axeFindings()).toEqual([]);
  });

  it('is used by keyboard alone, and shows the password on demand', async () => {
    api.addUser({ emailAddress: 'ada@example.com' });
    await open('sign-in');
    await heading('Sign in to Acme').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type('correct horse');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.press('Space');
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading('Your account').waitFor();
  });

  it('resets a forgotten password with a mailed code', async () => {
    const user = api.addUser({ emailAddress: 'ada@example.com' });
    await open('sign-in');
    await page.getByLabel('Email address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await heading('Reset your password').waitFor();
    expect(await page.getByLabel('Email address').inputValue()).toBe('ada@example.com');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('Code').fill('000000');
    await page.getByText('That code is not right.').waitFor();
    await page.getByLabel('Code').fill(FAKE_CODE);
    await heading('Choose a new password').waitFor();
    expect(await axeFindings()).toEqual([]);
    await page.getByLabel('New password').fill('a better password');
    await page.keyboard.press('Enter');
    await heading('Your account').waitFor();
    expect(user.password).toBe('a better password');
  });

  it('returns to an allowed address only', async () => {
    api.addUser({ emailAddress: 'ada@example.com' });
    const other = createServer((_, response) => response.end('the app'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const app = `http://localhost:${(other.address() as AddressInfo).port}/after?a=b`;
    await open(`sign-in?redirect_url=${encodeURIComponent(app)}`);
    await signIn('ada@example.com');
    await page.waitForURL(app);
    for (const evil of ['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)']) {
      await open(`sign-in?redirect_url=${encodeURIComponent(evil)}`);
      await page.waitForURL(`${origin}/i/app/account/user`);
    }
    other.close();
    problems = problems.filter((text) => !text.startsWith(new URL(app).origin));
  });

  it('sends a stranger from the account page to sign-in and back', async () => {
    api.addUser({ emailAddress: 'ada@example.com' });
    await open('user');
    await heading('Sign in to Acme').waitFor();
    await signIn('ada@example.com');
    await heading('Your account').waitFor();
  });

  it('changes name and password, signs out other devices, signs out', async () => {
    const user = api.addUser({ emailAddress: 'ada@example.com' });
    for (const agent of ['Firefox', 'Safari']) api.startSession('client_other', user.id, agent);
    await open('sign-in');
    await signIn('ada@example.com');
    await heading('Your account').waitFor();
    await page.getByText('Safari on Linux').first().waitFor();
    expect(await axeFindings()).toEqual([]);
    await page.getByLabel('Last name').fill('Lovelace');
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByText('Your name is saved.').waitFor();
    expect(user.lastName).toBe('Lovelace');
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('something new');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('That is not your password.').waitFor();
    await page.getByLabel('Current password').fill('correct horse');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    expect(user.password).toBe('something new');
    await page.getByRole('button', { name: 'Sign out of all other devices' }).click();
    await page.getByText('2 devices are signed out.').waitFor();
    expect(api.sessions).toHaveLength(1);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await heading('Sign in to Acme').waitFor();
    expect((await context.cookies()).some(({ name }) => name === '__session')).toBe(false);
  });

  it('adds an address, verifies it, makes it the primary one and removes the old one', async () => {
    const user = api.addUser({ emailAddress: 'ada@example.com' });
    await open('sign-in');
    await signIn('ada@example.com');
    await page.getByRole('button', { name: 'Add an email address' }).click();
    await page.getByLabel('New email address').fill('ada@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('That email address is taken.').waitFor();
    await page.getByLabel('New email address').fill('countess@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('We sent a code to').waitFor();
    expect(await axeFindings()).toEqual([]);
    await page.getByLabel('Code').fill(FAKE_CODE);
    await page.getByText('countess@example.com is verified.').waitFor();
    await page.getByRole('button', { name: 'Make primary countess@example.com' }).click();
    await page.getByText('countess@example.com is your primary address.').waitFor();
    await page.getByRole('button', { name: 'Remove ada@example.com' }).click();
    await page.getByText('ada@example.com is removed.').waitFor();
    expect(user.addresses.map(({ emailAddress }) => emailAddress)).toEqual(['countess@example.com']);
    expect(user.primaryId).toBe(user.addresses[0]?.id);
  });

  it('signs in with a one-time link, which leaves the address bar, and explains a used one', async () => {
    const user = api.addUser({ emailAddress: 'ada@example.com', password: '' });
    await open(`sign-in?__clerk_ticket=ticket-${user.id}`);
    await heading('Your account').waitFor();
    await page.getByRole('button', { name: 'Set password' }).waitFor();
    await open('sign-in?__clerk_ticket=used');
    await heading('This link no longer works').waitFor();
    expect(page.url()).not.toContain('ticket');
    expect(await axeFindings()).toEqual([]);
  });

  it('explains an unknown instance, a server that is away, and JavaScript switched off', async () => {
    await page.goto(`${origin}/i/none/account/sign-in`);
    await heading('There is no such application').waitFor();
    expect(await axeFindings()).toEqual([]);
    api.overrides.push({ path: /portal_config/, answer: { status: 503, body: {} } });
    await open('sign-in');
    await heading('The server cannot be reached').waitFor();
    await expect.poll(() => problems.length).toBe(1);
    expect(problems.pop()).toContain('503');
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(`${origin}/i/app/account/sign-in`);
    expect(await still.locator('noscript p').isVisible()).toBe(true);
    expect(await still.locator('#portal').isVisible()).toBe(false);
    await plain.close();
  });
});
