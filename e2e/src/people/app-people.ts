import type { Page } from 'playwright-core';
import type { Bartleby } from '../harness/index.ts';

export interface Person {
  emailAddress: string;
  password: string;
  firstName?: string;
  lastName?: string;
}

/** A password that no list of leaked ones holds. */
export const PASSWORD = 'a scrivener prefers 1853 not';

/** Opens a page of an app; a development server that is slow with its first page is asked again. */
async function openPage(page: Page, address: string): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 60_000 });
      return;
    } catch (error) {
      if (tries === 3) throw error;
    }
}

/** Signs up on the app's own sign-up page, with the code that came by mail; ends on a page of the app. */
export async function signUpInApp(
  page: Page,
  { appUrl, bartleby, person }: { appUrl: string; bartleby: Bartleby; person: Person },
): Promise<void> {
  await openPage(page, `${appUrl}/sign-up`);
  if (person.firstName) await page.getByLabel('First name').fill(person.firstName);
  if (person.lastName) await page.getByLabel('Last name').fill(person.lastName);
  await page.getByLabel('Email address').fill(person.emailAddress);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.getByLabel('Code').fill(await mailedCode(bartleby, person.emailAddress));
  await page.waitForURL((url) => url.origin === appUrl && !url.pathname.startsWith('/sign-up'));
}

/** Signs in on the Account Portal of the instance `slug`. */
export async function signInAtPortal(
  page: Page,
  { url, slug = 'app', emailAddress, password }: { url: string; slug?: string } & Person,
): Promise<void> {
  await page.goto(`${url}/i/${slug}/account/sign-in`);
  await page.getByLabel('Email address').fill(emailAddress);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/sign-in'));
}

/** The code of the newest mail to an address, from the development mailbox. */
export async function mailedCode(bartleby: Bartleby, emailAddress: string): Promise<string> {
  const path = await bartleby.instancePath();
  for (let tries = 0; tries < 100; tries++) {
    const { data } = await bartleby.platform<{ data: { to: string; code: string | null }[] }>(
      `${path}/mailbox`,
    );
    const code = data.find(({ to }) => to.includes(emailAddress))?.code;
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail with a code came to ${emailAddress}`);
}

/** GET with the page's cookies and without following a redirect: status and JSON (or text). */
export async function getFromPage(page: Page, path: string): Promise<{ status: number; body: unknown }> {
  return page.evaluate(async (address) => {
    const response = await fetch(address);
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) as unknown };
    } catch {
      return { status: response.status, body: text };
    }
  }, path);
}
