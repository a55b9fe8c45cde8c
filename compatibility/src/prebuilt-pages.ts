import type { Page } from 'playwright-core';
import { fillCode, sendForm } from './form-steps.ts';

/** A development instance takes this code for addresses with `+clerk_test`, and sends no mail. */
export const TEST_CODE = '424242';

export interface Person {
  email: string;
  password: string;
}

/** Signs up with the published `<SignUp/>` of a Next app, code included; ends on a page outside `/sign-up`. */
export async function signUp(page: Page, appUrl: string, person: Person): Promise<void> {
  await page.goto(`${appUrl}/sign-up`);
  await fillSignUp(page, person);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
}

/** Fills the `<SignUp/>` on the page, and the code, which is asked for once the mail must have been sent. */
export async function fillSignUp(
  page: Page,
  { email, password }: Person,
  code: () => Promise<string> = async () => TEST_CODE,
): Promise<void> {
  await sendForm(page, { emailAddress: email, password });
  await page.waitForURL(/verify-email-address/);
  await fillCode(page, await code());
}

/**
 * Fills the published `<SignIn/>` of a Next app and sends it; the caller waits for what should happen. A
 * wrong password is sent twice: the first time `<SignIn/>` says nothing and goes on to its password step.
 */
export async function sendSignIn(page: Page, appUrl: string, person: Person): Promise<void> {
  await page.goto(`${appUrl}/sign-in`);
  await sendSignInHere(page, person);
}

/** As `sendSignIn`, on the page that is open. */
export async function sendSignInHere(page: Page, person: Person): Promise<void> {
  await fillSignIn(page, person);
  await page.waitForURL(
    ({ pathname }) => !pathname.startsWith('/sign-in') || pathname.endsWith('/factor-one'),
  );
  if (!page.url().includes('factor-one')) return;
  await leaveStart(page);
  await sendForm(page, { password: person.password });
}

/** Fills the `<SignIn/>` on the page and sends it once. */
export async function fillSignIn(page: Page, { email, password }: Person): Promise<void> {
  await identifierField(page).waitFor();
  // What the first step asks for is decided when it is drawn.
  const instant = await page.locator('input[name=password]').isVisible();
  await sendForm(page, instant ? { identifier: email, password } : { identifier: email });
}

/** Types who one is into the `<SignIn/>` on the page; ends on the step that asks for a proof. */
export async function sendIdentifier(page: Page, identifier: string): Promise<void> {
  await sendForm(page, { identifier });
  await page.waitForURL(/factor-one/);
  await leaveStart(page);
}

const identifierField = (page: Page) => page.locator('input[name=identifier]');
/** The address changes before the form does; the next step keeps the identifier in a field that nobody sees. */
const leaveStart = (page: Page) => identifierField(page).waitFor({ state: 'hidden' });

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
  const get = () => page.evaluate(fetchJson, path);
  return get().catch((error: unknown) => (wasCutOff(error) ? get() : Promise.reject(error)));
}

/** Whether the page went elsewhere by itself, as the SDK makes it do, before it could answer. */
const wasCutOff = (error: unknown) => /context was destroyed/.test(String(error));

async function fetchJson(address: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(address);
  const text = await response.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // An error page is no JSON.
  }
  return { status: response.status, body };
}

/** Signs out as an app's own button does, once clerk-js on the page is loaded; whoever did is led elsewhere. */
export async function signOut(page: Page): Promise<void> {
  await signedInUser(page);
  await page
    .evaluate(() => (globalThis as unknown as { Clerk: { signOut(): Promise<void> } }).Clerk.signOut())
    .catch((error: unknown) => (wasCutOff(error) ? undefined : Promise.reject(error)));
}
