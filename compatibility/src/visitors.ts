import { type Bartleby, type NextApp, openBrowser, type TestBrowser } from '@bartleby/e2e/harness';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Person, sendSignIn, signedInUser } from './prebuilt-pages.ts';

export const PASSWORD = 'correct horse battery staple';

/** Somebody with an account, called Ada Lovelace. */
export interface Account extends Person {
  id: string;
}

/** A signed-in browser that is left alone. */
export interface Parked {
  browser: TestBrowser;
  person: Account;
  /** Resolves when so many seconds have passed since the browser was left alone. */
  wait(seconds: number): Promise<unknown>;
}

/** People who visit one app, each with a Chromium of their own. */
export interface Visitors {
  /** Every address that their browsers asked for. */
  readonly requests: readonly string[];
  newEmail(): string;
  newPerson(): Promise<Account>;
  /** Gives `work` a new browser and closes it afterwards. */
  inBrowser(work: (page: Page, browser: TestBrowser) => Promise<void>): Promise<void>;
  /** Signs a new person in with the app's `<SignIn/>`. */
  signIn(page: Page): Promise<Account>;
  /** Signs a new person in, does `leave`, and lets the browser be until `goAway`. */
  park(leave: (page: Page) => Promise<void>): Promise<Parked>;
  goAway(): Promise<void>;
}

export const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

let emails = 0;
/** An address that takes the test code instead of mail. */
export const newEmail = () => `person${++emails}+clerk_test@example.com`;

/** Makes an account by the Backend API. */
export async function createAccount({ backend }: Pick<Bartleby, 'backend'>): Promise<Account> {
  const email = newEmail();
  const { id } = await backend<{ id: string }>('/users', 'POST', {
    email_address: [email],
    password: PASSWORD,
    first_name: 'Ada',
    last_name: 'Lovelace',
  });
  return { id, email, password: PASSWORD };
}

/** Visitors of the app with accounts on the server. */
export function welcomeVisitors(bartleby: Bartleby, app: Pick<NextApp, 'url' | 'said'>): Visitors {
  const requests: string[] = [];
  const parked: Parked[] = [];
  const newPerson = () => createAccount(bartleby);

  async function newBrowser(): Promise<TestBrowser> {
    const browser = await openBrowser();
    browser.context.on('request', (request) => {
      if (request.url().startsWith('http')) requests.push(request.url());
    });
    return browser;
  }

  async function signIn(page: Page): Promise<Account> {
    const person = await newPerson();
    await sendSignIn(page, app.url, person);
    expect(await signedInUser(page)).toBe(person.id);
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    return person;
  }

  async function park(leave: (page: Page) => Promise<void>): Promise<Parked> {
    const browser = await newBrowser();
    const person = await signIn(browser.page);
    await leave(browser.page);
    const since = performance.now();
    const wait = (seconds: number) => pause(Math.max(0, seconds - (performance.now() - since) / 1_000));
    const parking = { browser, person, wait };
    parked.push(parking);
    return parking;
  }

  return {
    requests,
    newEmail,
    newPerson,
    signIn,
    park,
    inBrowser: async (work) => visit(await newBrowser(), work, { server: bartleby, app }),
    goAway: async () => {
      for (const { browser } of parked) await browser.close().catch(() => undefined);
    },
  };
}

/** Does the work and closes the browser; a failure says what could be seen on the page and what each side said. */
async function visit(
  browser: TestBrowser,
  work: Parameters<Visitors['inBrowser']>[0],
  programs: Record<string, { said(): string }>,
): Promise<void> {
  const { page } = browser;
  try {
    await work(page, browser);
  } catch (error) {
    const shown = await page
      .locator('body')
      .ariaSnapshot({ timeout: 5_000 })
      .catch(() => 'no page');
    const said = Object.entries(programs).map(([name, { said }]) => `${name}:\n${said().slice(-1_500)}`);
    const story = [`${page.url()} shows:\n${shown.slice(0, 2_000)}`, ...browser.errors(), ...said];
    throw new Error(`${(error as Error).message}\n${story.join('\n')}`, { cause: error });
  } finally {
    await browser.close();
  }
}
