import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bartleby, openBrowser, startBartleby, type TestBrowser } from './harness/index.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const PASSWORD = 'correct horse battery staple';
let bartleby: Bartleby;
let browser: TestBrowser;

beforeAll(async () => {
  bartleby = await startBartleby();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await bartleby?.stop();
});

const configure = async (auth: object) =>
  bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', { auth });
const byMail = (strategy: string) =>
  configure({ username: 'off', password: 'off', email_strategies: [strategy] });
const account = (path: string) => browser.page.goto(`${bartleby.url}/i/app/account/${path}`);
/** Forgets the session. The page is left before: it would notice, and go to sign in while the test goes elsewhere. */
async function forget(): Promise<void> {
  await browser.page.goto('about:blank');
  await browser.context.clearCookies();
}
const yourAccount = (page = browser.page) =>
  page.getByRole('heading', { name: 'Your account', exact: true }).waitFor();
const sessionsOf = async (email: string) => {
  const [user] = await bartleby.backend<{ id: string }[]>(
    `/users?email_address=${encodeURIComponent(email)}`,
  );
  return bartleby.backend<object[]>(`/sessions?user_id=${user?.id}&status=active`);
};

/** Types the address and goes on. */
async function send(email: string): Promise<void> {
  await browser.page.getByLabel('Email address').fill(email);
  await browser.page.getByRole('button', { name: 'Continue' }).click();
}

const seen = new Set<string>();
/** Waits for the next link that is mailed. */
async function mailedLink(to: string): Promise<string> {
  const mailbox = `${await bartleby.instancePath()}/mailbox`;
  return vi.waitFor(
    async () => {
      const { data } = await bartleby.platform<{ data: { id: string; to: string }[] }>(mailbox);
      const id = data.find((mail) => mail.to === to && !seen.has(mail.id))?.id;
      if (!id) throw new Error(`no new mail to ${to}`);
      seen.add(id);
      const { text } = await bartleby.platform<{ text: string }>(`${mailbox}/${id}`);
      return /https?:\/\/\S+/.exec(text)?.[0] ?? '';
    },
    { timeout: 60_000, interval: 250 },
  );
}

/** Runs the steps; a failure says what the page shows and what the server said. */
async function telling(steps: () => Promise<void>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    const shown = await browser.page.locator('body').ariaSnapshot({ timeout: 5_000 });
    const told = [(error as Error).message, browser.page.url(), shown, bartleby.said().slice(-2_000)];
    throw new Error(told.join('\n'), { cause: error });
  }
}

it('where usernames are on, our own screens ask for one, and it signs in, whatever its case', () =>
  telling(async () => {
    const { page } = browser;
    await configure({ username: 'required' });
    await account('sign-up');
    await page.getByLabel('Email address').fill('ada+clerk_test@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Username').fill('a!');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('input[name=username][aria-invalid=true]').waitFor();
    await page.getByLabel('Username').fill('Ada_L');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').fill('424242');
    await yourAccount();
    const users = () => bartleby.backend<{ username: string }[]>('/users');
    expect(await users()).toMatchObject([{ username: 'Ada_L' }]);

    await forget();
    await account('sign-in');
    const identifier = page.getByLabel('Email address or username');
    await identifier.fill('ADA_L');
    await page.getByLabel('Password', { exact: true }).fill('wrong horse battery staple');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('What you entered and the password do not match an account.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await yourAccount();
    expect(await users()).toHaveLength(1);
  }));

it('without passwords our own screens sign up and in by a mailed code', () =>
  telling(async () => {
    await byMail('email_code');
    const email = 'code+clerk_test@example.com';
    for (const path of ['sign-up', 'sign-in']) {
      await forget();
      await account(path);
      await send(email);
      await browser.page.getByLabel('Code').fill('424242');
      await yourAccount();
    }
    expect(await sessionsOf(email)).toHaveLength(2);
  }));

it('where addresses are proved by links, both wait for the link that is followed in another tab', () =>
  telling(async () => {
    await byMail('email_link');
    const email = 'link@example.com';
    for (const path of ['sign-up', 'sign-in']) {
      await forget();
      await account(path);
      await send(email);
      await browser.page.getByText('Follow the link in the mail.').waitFor();
      const tab = await browser.context.newPage();
      await tab.goto(await mailedLink(email));
      await yourAccount(tab);
      await yourAccount();
      await tab.close();
    }
    expect(await sessionsOf(email)).toHaveLength(2);
  }));
