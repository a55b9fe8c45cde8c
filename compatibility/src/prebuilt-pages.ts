import type { Page } from 'playwright-core';

/** A development instance takes this code for addresses with `+clerk_test`, and sends no mail. */
export const TEST_CODE = '424242';

export interface Person {
  email: string;
  password: string;
  firstName?: string;
  lastName?: string;
}

/** Signs up with the published `<SignUp/>`, code included; ends on a page outside `/sign-up`. */
export async function signUp(page: Page, appUrl: string, person: Person): Promise<void> {
  await page.goto(`${appUrl}/sign-up`);
  await page.locator('input[name=emailAddress]').fill(person.email);
  if (person.firstName) await page.locator('input[name=firstName]').fill(person.firstName);
  if (person.lastName) await page.locator('input[name=lastName]').fill(person.lastName);
  await page.locator('input[name=password]').fill(person.password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.waitForURL(/verify-email-address/);
  await page.locator('input[autocomplete=one-time-code], input[name=codeInput]').first().fill(TEST_CODE);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
}

/** Fills the published `<SignIn/>` and sends it; the caller waits for what should happen. */
export async function sendSignIn(page: Page, appUrl: string, { email, password }: Person): Promise<void> {
  await page.goto(`${appUrl}/sign-in`);
  await page.locator('input[name=identifier]').fill(email);
  const instant = page.locator('input[name=password]');
  if (await instant.isVisible()) await instant.fill(password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  if (page.url().includes('factor-one')) {
    await instant.fill(password);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
  }
}

/** Waits until clerk-js on the page knows a user; resolves to the user's id. */
export async function signedInUser(page: Page): Promise<string> {
  const handle = await page.waitForFunction(
    () => (globalThis as unknown as { Clerk?: { user?: { id: string } } }).Clerk?.user?.id,
  );
  return (await handle.jsonValue()) as string;
}

/** Waits until clerk-js on the page is loaded and knows that nobody is signed in. */
export async function waitUntilSignedOut(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { Clerk } = globalThis as unknown as { Clerk?: { loaded: boolean; user: unknown } };
    return Clerk?.loaded && !Clerk.user;
  });
}

/** GET from the page, with its cookies: status and JSON. */
export async function getJson(page: Page, path: string): Promise<{ status: number; body: unknown }> {
  return page.evaluate(async (address) => {
    const response = await fetch(address);
    const text = await response.text();
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // An error page is no JSON.
    }
    return { status: response.status, body };
  }, path);
}
