import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bartleby, openBrowser, startBartleby, type TestBrowser } from './harness/index.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PASSWORD = 'correct horse battery staple';
let bartleby: Bartleby;
let browser: TestBrowser;

beforeAll(async () => {
  bartleby = await startBartleby();
  const auth = { username: 'required' };
  await bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', { auth });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await bartleby?.stop();
});

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
    const account = (path: string) => page.goto(`${bartleby.url}/i/app/account/${path}`);
    const yourAccount = page.getByRole('heading', { name: 'Your account', exact: true });
    await account('sign-up');
    await page.getByLabel('Email address').fill('ada+clerk_test@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Username').fill('a!');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('input[name=username][aria-invalid=true]').waitFor();
    await page.getByLabel('Username').fill('Ada_L');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').fill('424242');
    await yourAccount.waitFor();
    const users = () => bartleby.backend<{ username: string }[]>('/users');
    expect(await users()).toMatchObject([{ username: 'Ada_L' }]);

    await page.context().clearCookies();
    await account('sign-in');
    const identifier = page.getByLabel('Email address or username');
    await identifier.fill('ADA_L');
    await page.getByLabel('Password', { exact: true }).fill('wrong horse battery staple');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('What you entered and the password do not match an account.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await yourAccount.waitFor();
    expect(await users()).toHaveLength(1);
  }));
