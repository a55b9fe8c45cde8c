import {
  type Bartleby,
  type BrowserHall,
  type NextApp,
  openBrowserHall,
  type TestBrowser,
} from '@bartleby/e2e/harness';
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

/** People who visit one app, each with a browser that knows nothing of the others. */
export interface Visitors {
  /** Every address that their browsers asked for. */
  readonly requests: readonly string[];
  newEmail(): string;
  newPerson(): Promise<Account>;
  /** Gives `work` a new browser and closes it afterwards. */
  inBrowser(work: (page: Page, browser: TestBrowser) => Promise<void>): Promise<void>;
  /** Signs a new person in with the app's `<SignIn/>`. */
  signIn(page: Page): Promise<Account>;
  /** Signs a new person in, or the one that is given, as `<SignIn/>` would, where it is not what is tested. Opens no page. */
  arrive(page: Page, known?: Account): Promise<Account>;
  /** Lets a new person in by `enter`, does `leave`, and lets the browser be until `goAway`. */
  park(leave: (page: Page) => Promise<void>, enter?: (page: Page) => Promise<Account>): Promise<Parked>;
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

/**
 * Visitors of the app with accounts on the server.
 * @param frontendApi where the app's pages say what they say to the Frontend API
 */
export function welcomeVisitors(
  bartleby: Bartleby,
  app: Pick<NextApp, 'url' | 'said'>,
  frontendApi = `${bartleby.url}/i/app`,
): Visitors {
  const requests: string[] = [];
  const parked: Parked[] = [];
  // Browsers that forgot who they were. What they still know is the compiled scripts: a third of a page's CPU time.
  const idle: TestBrowser[] = [];
  const newPerson = () => createAccount(bartleby);
  let hall: Promise<BrowserHall> | undefined;

  async function newBrowser(): Promise<TestBrowser> {
    hall ??= openBrowserHall();
    const browser = await (await hall).open();
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

  async function arrive(page: Page, known?: Account): Promise<Account> {
    const person = known ?? (await newPerson());
    const { token } = await bartleby.backend<{ token: string }>('/sign_in_tokens', 'POST', {
      user_id: person.id,
    });
    // It shares the cookies and the user agent of the browser.
    const { request } = page.context();
    const signIn = await request.post(`${frontendApi}/v1/client/sign_ins`, {
      headers: { origin: app.url },
      form: { strategy: 'ticket', ticket: token },
    });
    expect(signIn.status(), await signIn.text()).toBe(200);
    // The app's cookies come by the handshake, which is for documents only.
    const handshake = await request.get(app.url, {
      headers: { accept: 'text/html', 'sec-fetch-dest': 'document' },
    });
    expect(await handshake.text()).toContain(person.id);
    return person;
  }

  async function inBrowser(work: (page: Page, browser: TestBrowser) => Promise<void>): Promise<void> {
    const browser = idle.pop() ?? (await newBrowser());
    const spent = browser.errors().length;
    const errors = () => browser.errors().slice(spent);
    await visit({ ...browser, errors }, work, { server: bartleby, app });
    idle.push(await forget(browser, [app.url, bartleby.url]));
  }

  async function park(
    leave: (page: Page) => Promise<void>,
    enter = (page: Page) => arrive(page),
  ): Promise<Parked> {
    const browser = await newBrowser();
    const person = await enter(browser.page);
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
    arrive,
    park,
    inBrowser,
    goAway: async () => {
      for (const { browser } of parked) await browser.close().catch(() => undefined);
      await (await hall)?.close();
    },
  };
}

/**
 * Leaves of a browser nothing that a person or an app put there; resolves to the browser with the page to use next.
 * @param origins of the app and of the server; the first is the one whose pages are open
 */
export async function forget(browser: TestBrowser, origins: readonly [string, string]): Promise<TestBrowser> {
  const { context, page } = browser;
  const developer = await context.newCDPSession(page);
  for (const origin of origins)
    await developer.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await developer.detach();
  const emptied =
    new URL(page.url()).origin === origins[0] &&
    (await page
      .evaluate(() => sessionStorage.clear())
      .then(
        () => true,
        () => false,
      ));
  // What a tab keeps cannot be taken from it once it shows another origin.
  const next = emptied ? page : await context.newPage();
  for (const open of context.pages()) if (open !== next) await open.close();
  next.removeAllListeners('request');
  await next.goto('about:blank');
  await context.clearCookies();
  return { ...browser, page: next };
}

/** Does the work; a failure says what could be seen on the page and what each side said, and closes the browser. */
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
    await browser.close();
    throw new Error(`${(error as Error).message}\n${story.join('\n')}`, { cause: error });
  }
}
