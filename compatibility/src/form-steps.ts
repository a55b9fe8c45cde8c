import type { Locator, Page, Request } from 'playwright-core';

/** Values by the fields' names. */
export type Fields = Record<string, string>;

const PATIENCE_MS = 5_000;
const PRESSES = 12;

/** What a form of the published components sends: sign-ins, sign-ups, proofs of an open session, the account. */
const isSent = (request: Request) =>
  request.method() === 'POST' &&
  /\/v1\/(client\/sign_(ins|ups)|client\/sessions\/\w+\/verify|me\b)/.test(request.url());

const sendButton = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true });

/**
 * Fills fields and presses the form's button, and does both again until the form sent something: what comes
 * while the form is drawn anew, or moves under the pointer, is lost, and a person would see that and try again.
 */
export async function sendForm(page: Page, fields: Fields = {}, button = sendButton(page)): Promise<void> {
  const sent = firstSent(page);
  try {
    await fill(page, fields);
    await button.click();
    for (let presses = 1; !(await sent.within(PATIENCE_MS)); presses += 1) {
      if (presses === PRESSES)
        throw new Error(`${button} was pressed ${PRESSES} times, and nothing was sent`);
      // Whatever fails here fails because the form has gone on meanwhile, or is tried again.
      await fill(page, fields, PATIENCE_MS).catch(() => undefined);
      if (!sent.yet()) await button.click({ timeout: PATIENCE_MS }).catch(() => undefined);
    }
  } finally {
    sent.stop();
  }
}

/** Presses until what it leads to is there, or what it takes away is gone. */
export async function pressUntil(
  button: Locator,
  place: Locator,
  state: 'visible' | 'hidden' = 'visible',
): Promise<void> {
  await button.click();
  for (let presses = 1; !(await isIn(place, state)); presses += 1) {
    if (presses === PRESSES)
      throw new Error(`${button} was pressed ${PRESSES} times: ${place} is not ${state}`);
    await button.click({ timeout: PATIENCE_MS }).catch(() => undefined);
  }
}

/**
 * Enters a code that was sent, once clerk-js knows that it was: one that comes earlier is answered as never
 * asked for. The form sends itself.
 */
export async function fillCode(page: Page, code: string): Promise<void> {
  await page.waitForFunction(hasSentCode);
  await fillAppCode(page, code);
}

/** Enters a code that nobody had to send, as that of an authenticator app. */
export async function fillAppCode(page: Page, code: string): Promise<void> {
  const sent = firstSent(page);
  const input = codeField(page);
  try {
    await input.fill(code);
    for (let tries = 1; !(await sent.within(PATIENCE_MS)); tries += 1) {
      if (tries === PRESSES) throw new Error(`a code was entered ${PRESSES} times, and nothing was sent`);
      await input.fill('', { timeout: PATIENCE_MS }).catch(() => undefined);
      if (!sent.yet()) await input.fill(code, { timeout: PATIENCE_MS }).catch(() => undefined);
    }
  } finally {
    sent.stop();
  }
}

/** Where a code is entered. */
export const codeField = (page: Page) =>
  page.locator('input[autocomplete=one-time-code], input[name=codeInput]').first();

/** Fills fields until all of them hold their values at once. */
async function fill(page: Page, fields: Fields, timeout = 60_000): Promise<void> {
  const inputs = Object.entries(fields).map(([name, value]) => ({
    input: page.locator(`input[name=${name}]`),
    value,
  }));
  for (let rounds = 0; rounds < PRESSES; rounds += 1) {
    for (const { input, value } of inputs) await input.fill(value, { timeout });
    const held = await Promise.all(inputs.map(({ input }) => input.inputValue({ timeout })));
    if (held.every((value, index) => value === inputs[index]?.value)) return;
  }
  throw new Error(`${Object.keys(fields)} do not keep what is typed`);
}

const isIn = (place: Locator, state: 'visible' | 'hidden') =>
  place
    .first()
    .waitFor({ state, timeout: PATIENCE_MS })
    .then(
      () => true,
      () => false,
    );

/** Listens for what forms send from now on. */
function firstSent(page: Page) {
  let seen = false;
  let tell = () => {};
  const listen = (request: Request) => {
    if (!isSent(request)) return;
    seen = true;
    tell();
  };
  page.on('request', listen);
  return {
    yet: () => seen,
    /** Whether something was sent before so many milliseconds have passed. */
    within: (ms: number) =>
      new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(seen), ms);
        tell = () => {
          clearTimeout(timer);
          resolve(true);
        };
        if (seen) tell();
      }),
    stop: () => void page.off('request', listen),
  };
}

/** Runs in the page: whether a sign-in, a sign-up or an address of the user waits for a code. */
function hasSentCode(): boolean {
  interface Verification {
    status: string | null;
    strategy: string | null;
  }
  const { Clerk } = globalThis as unknown as {
    Clerk?: {
      client?: {
        signIn: { firstFactorVerification: Verification; secondFactorVerification: Verification };
        signUp: { verifications: { emailAddress: Verification } };
      };
      user?: { emailAddresses: { verification: Verification }[] };
    };
  };
  const { signIn, signUp } = Clerk?.client ?? {};
  const verifications = [
    signIn?.firstFactorVerification,
    signIn?.secondFactorVerification,
    signUp?.verifications.emailAddress,
    ...(Clerk?.user?.emailAddresses ?? []).map(({ verification }) => verification),
  ];
  return verifications.some((each) => each?.status === 'unverified' && Boolean(each.strategy));
}
