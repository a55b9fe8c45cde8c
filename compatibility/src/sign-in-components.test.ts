import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bartleby, type NextApp, runCli } from '@bartleby/e2e/harness';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreignHosts } from './foreign-hosts.ts';
import { fillCode, pressUntil, sendForm } from './form-steps.ts';
import { linkIn, newMail } from './mailbox.ts';
import {
  fillSignIn,
  getJson,
  sendIdentifier,
  sendSignIn,
  sendSignInHere,
  signedInUser,
  signOut,
  TEST_CODE,
  waitUntilSignedOut,
} from './prebuilt-pages.ts';
import { startServerForApps, startStockApp } from './stage.ts';
import { PASSWORD, type Visitors, welcomeVisitors } from './visitors.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 480_000 });

let bartleby: Bartleby;
let app: NextApp;
let visitors: Visitors;
let people = 0;

beforeAll(async () => {
  bartleby = await startServerForApps();
  app = await startStockApp(bartleby, 'nextjs-clerk', 'production');
  visitors = welcomeVisitors(bartleby, app);
});
afterAll(async () => {
  await visitors?.goAway();
  await app?.stop();
  await bartleby?.stop();
});

const DEFAULTS = {
  email_address: 'required',
  email_strategies: ['email_code'],
  email_link_same_client: true,
  username: 'off',
  password: 'required',
  first_name: 'on',
  last_name: 'on',
  single_session_mode: true,
  sign_up_if_missing: false,
};
const SEVERAL_WAYS = { username: 'on', email_strategies: ['email_code', 'email_link'] };
/** Sets what people sign up and sign in with; what is left out is as in a new instance. */
const configure = async (auth: Partial<Record<keyof typeof DEFAULTS, unknown>> = {}) =>
  bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', { auth: { ...DEFAULTS, ...auth } });

/** Somebody whose mail is kept in the mailbox. */
async function newReader(input: object = {}) {
  people += 1;
  const email = `reader${people}@example.com`;
  const { id } = await bartleby.backend<{ id: string }>('/users', 'POST', {
    email_address: [email],
    password: PASSWORD,
    first_name: 'Ada',
    last_name: 'Lovelace',
    ...input,
  });
  return { id, email, password: PASSWORD };
}

/** What the tab that waited says once the link was followed in another one. */
const NEW_TAB = /newly opened tab|signed in on other tab|successfully verified email/i;

const sessionsOf = async (userId: string, status = 'active') =>
  bartleby.backend<{ id: string }[]>(`/sessions?user_id=${userId}&status=${status}`);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
const link = (page: Page, name: string) => page.getByRole('link', { name });

/** Asserts the end state of a sign-in: the page, the app's route, the cookie and the one row. */
async function expectSignedIn(page: Page, person: { id: string; email: string }): Promise<void> {
  expect(await signedInUser(page)).toBe(person.id);
  await page.waitForURL(({ pathname }) => !/^\/(sign-in|sign-up|join)/.test(pathname));
  expect(await getJson(page, '/api/example')).toMatchObject({
    status: 200,
    body: { primaryEmail: person.email },
  });
  const cookies = await page.context().cookies(app.url);
  expect(cookies.filter(({ name }) => name === '__session')).toHaveLength(1);
  expect(await sessionsOf(person.id)).toHaveLength(1);
}

/** Types who one is into `<SignIn/>`, and goes on to the other ways of proving it. */
async function chooseMethod(page: Page, identifier: string, method: RegExp): Promise<void> {
  await page.goto(`${app.url}/sign-in`);
  await sendIdentifier(page, identifier);
  await pressUntil(link(page, 'Use another method'), button(page, method));
  await pressUntil(button(page, method), page.getByText(/check your email/i));
}

describe('<SignIn/>', () => {
  beforeAll(() => configure(SEVERAL_WAYS));

  it('signs in with a mailed code', async () => {
    await visitors.inBrowser(async (page) => {
      const reader = await newReader();
      await chooseMethod(page, reader.email, /Email code to/);
      const { code } = await newMail(bartleby, reader.email);
      await fillCode(page, code ?? '');
      await expectSignedIn(page, reader);
    });
  });

  it('signs in with a mailed link, followed in another tab; the waiting one says so', async () => {
    await visitors.inBrowser(async (page, { context }) => {
      const reader = await newReader();
      await chooseMethod(page, reader.email, /Email link to/);
      const address = linkIn(await newMail(bartleby, reader.email));
      const tab = await context.newPage();
      await tab.goto(address);
      await expectSignedIn(tab, reader);
      await page.getByText(NEW_TAB).first().waitFor();
    });
  });

  it('a link that is opened in another browser signs nobody in, there or here', async () => {
    await visitors.inBrowser(async (page) => {
      const reader = await newReader();
      await chooseMethod(page, reader.email, /Email link to/);
      const address = linkIn(await newMail(bartleby, reader.email));
      await visitors.inBrowser(async (other) => {
        await other.goto(address);
        await other
          .getByText(/invalid for this device/i)
          .first()
          .waitFor();
        await waitUntilSignedOut(other);
      });
      expect(await sessionsOf(reader.id)).toEqual([]);
    });
  });

  it('where any browser may follow the link, the one that asked for it is signed in', async () => {
    await configure({ email_strategies: ['email_code', 'email_link'], email_link_same_client: false });
    await visitors.inBrowser(async (page) => {
      const reader = await newReader();
      await chooseMethod(page, reader.email, /Email link to/);
      const address = linkIn(await newMail(bartleby, reader.email));
      await visitors.inBrowser(async (other) => {
        await other.goto(address);
        await expectSignedIn(page, reader);
        await waitUntilSignedOut(other);
      });
    });
    await configure(SEVERAL_WAYS);
  });

  it('signs in with a username, whatever its case', async () => {
    await visitors.inBrowser(async (page) => {
      const reader = await newReader({ username: `Reader_${people + 1}` });
      await sendSignIn(page, app.url, { ...reader, email: `reader_${people}` });
      await expectSignedIn(page, reader);
    });
  });

  it('sets a new password after a code, and signs the other browsers out', async () => {
    await visitors.inBrowser(async (elsewhere) => {
      const reader = await newReader();
      await visitors.arrive(elsewhere, reader);
      await elsewhere.goto(app.url);
      await expectSignedIn(elsewhere, reader);
      await visitors.inBrowser(async (page) => {
        const password = 'quite another horse battery';
        await page.goto(`${app.url}/sign-in`);
        await sendIdentifier(page, reader.email);
        const reset = button(page, 'Reset your password');
        await pressUntil(link(page, 'Forgot password?'), reset);
        await sendForm(page, {}, reset);
        const { code } = await newMail(bartleby, reader.email);
        await fillCode(page, code ?? '');
        await sendForm(page, { password, confirmPassword: password }, button(page, 'Reset Password'));
        await expectSignedIn(page, reader);
        const { verified } = await bartleby.backend<{ verified: boolean }>(
          `/users/${reader.id}/verify_password`,
          'POST',
          { password },
        );
        expect(verified).toBe(true);
        expect(await sessionsOf(reader.id, 'revoked')).toHaveLength(1);
      });
    });
  });

  it('wrong inputs are told and sign nobody in: no address, an unknown one, a wrong code', async () => {
    await visitors.inBrowser(async (page) => {
      await sendSignIn(page, app.url, { email: 'nobody@example.com', password: PASSWORD });
      await page
        .getByText(/password is incorrect/i)
        .first()
        .waitFor();
      const reader = await newReader();
      await chooseMethod(page, reader.email, /Email code to/);
      const { code } = await newMail(bartleby, reader.email);
      await fillCode(page, code === '111111' ? '222222' : '111111');
      await page
        .getByText(/incorrect code/i)
        .first()
        .waitFor();
      expect((await getJson(page, '/api/example')).status).toBe(401);
      expect(await sessionsOf(reader.id)).toEqual([]);
      await fillCode(page, code ?? '');
      await expectSignedIn(page, reader);
    });
  });

  it('sends whoever is signed in already back to the app', async () => {
    await visitors.inBrowser(async (page) => {
      const person = await visitors.arrive(page);
      await page.goto(`${app.url}/sign-in`);
      await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
      await expectSignedIn(page, person);
    });
  });

  it('signs in with a sign-in token, once', async () => {
    const reader = await newReader();
    const { token } = await bartleby.backend<{ token: string }>('/sign_in_tokens', 'POST', {
      user_id: reader.id,
    });
    await visitors.inBrowser(async (page) => {
      await page.goto(`${app.url}/sign-in?__clerk_ticket=${token}`);
      await expectSignedIn(page, reader);
    });
    await visitors.inBrowser(async (page) => {
      await page.goto(`${app.url}/sign-in?__clerk_ticket=${token}`);
      await page.locator('input[name=identifier]').waitFor();
      await waitUntilSignedOut(page);
      expect(await sessionsOf(reader.id)).toHaveLength(1);
    });
  });

  it('opens as a modal form, and leaves the page where it is', async () => {
    await visitors.inBrowser(async (page) => {
      const person = await visitors.newPerson();
      await page.goto(`${app.url}/modal`);
      await pressUntil(button(page, 'open sign-in'), page.locator('input[name=identifier]'));
      await fillSignIn(page, person);
      expect(await signedInUser(page)).toBe(person.id);
      expect(new URL(page.url()).pathname).toBe('/modal');
      expect(await sessionsOf(person.id)).toHaveLength(1);
    });
  });
});

describe('<SignIn/> that is a sign-up for unknown addresses', () => {
  beforeAll(() => configure({ sign_up_if_missing: true, password: 'off' }));

  it('signs a known address in and an unknown one up, by the same steps', async () => {
    const reader = await newReader();
    people += 1;
    for (const email of [reader.email, `reader${people}@example.com`])
      await visitors.inBrowser(async (page) => {
        await page.goto(`${app.url}/join`);
        await sendForm(page, { identifier: email });
        const { code } = await newMail(bartleby, email);
        await fillCode(page, code ?? '');
        const id = await signedInUser(page);
        await expectSignedIn(page, { id, email });
      });
  });
});

describe('several accounts in one browser', () => {
  beforeAll(() => configure({ single_session_mode: false }));

  const menu = (page: Page) => page.locator('.cl-userButtonPopoverCard');
  const action = (page: Page, name: string) =>
    menu(page).locator(`.cl-userButtonPopoverActionButton__${name}`).first();
  const openMenu = async (page: Page) => {
    await page.goto(app.url);
    await pressUntil(page.locator('.cl-userButtonTrigger'), menu(page));
  };
  const expectActive = async (page: Page, { id, email }: { id: string; email: string }) => {
    await expect.poll(() => signedInUser(page), { timeout: 60_000 }).toBe(id);
    // The cookie follows the page's knowledge.
    const guide = async () => (await getJson(page, '/api/example')).body;
    await expect.poll(guide, { timeout: 60_000 }).toMatchObject({ primaryEmail: email });
  };

  it('adds an account, switches and stays on the page, signs out of one, then of all', async () => {
    await visitors.inBrowser(async (page, { context }) => {
      const [first, second] = [await newReader(), await newReader({ first_name: 'Grace' })];
      await sendSignIn(page, app.url, first);
      await expectSignedIn(page, first);
      await openMenu(page);
      await pressUntil(action(page, 'addAccount'), page.locator('input[name=identifier]'));
      await sendSignInHere(page, second);
      await expectSignedIn(page, second);
      expect(await sessionsOf(first.id)).toHaveLength(1);

      await openMenu(page);
      await pressUntil(menu(page).getByText(first.email), menu(page), 'hidden');
      await expectActive(page, first);
      expect(page.url()).toBe(`${app.url}/`);
      await page.reload();
      await expectActive(page, first);
      expect(await sessionsOf(second.id)).toHaveLength(1);

      await openMenu(page);
      await pressUntil(action(page, 'signOut'), menu(page), 'hidden');
      await expect.poll(() => sessionsOf(first.id), { timeout: 60_000 }).toEqual([]);
      await page.goto(app.url);
      await expectActive(page, second);
      await expectSignedIn(page, second);

      await sendSignIn(page, app.url, first);
      await expectSignedIn(page, first);
      await openMenu(page);
      await pressUntil(action(page, 'signOutAll'), menu(page), 'hidden');
      await waitUntilSignedOut(page);
      // The page forgets the user before the server has answered.
      for (const { id } of [first, second])
        await expect.poll(() => sessionsOf(id), { timeout: 60_000 }).toEqual([]);
      await page.goto(app.url);
      await waitUntilSignedOut(page);
      expect((await getJson(page, '/api/example')).status).toBe(401);
      const cookies = await context.cookies(app.url);
      expect(cookies.filter(({ name }) => /^__session/.test(name))).toEqual([]);
    });
  });
});

describe('users who came by bartleby import clerk', () => {
  const rows = {
    bcrypt: '$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG',
    argon2id:
      '$argon2id$v=19$m=64,t=1,p=1$O004rj6kqVQWoSVgfQ2H+Q$O/8pxJeOAZdL1OfYMWZVro7PBOT8Sns36pJZw7Pz4+Q',
  };
  const idOf = (hasher: string) => `user_2NNEqL2nrIRdJ194nd${hasher.padEnd(9, '0')}`;
  const emailOf = (hasher: string) => `from.${hasher}@example.com`;

  it('sign in with their old password, and their claims are those that they had', async () => {
    await configure();
    const file = join(bartleby.dataDir, 'users.csv');
    const header =
      'id,first_name,last_name,primary_email_address,verified_email_addresses,password_digest,password_hasher';
    const lines = Object.entries(rows).map(([hasher, digest]) =>
      [idOf(hasher), 'Ada', 'Lovelace', emailOf(hasher), emailOf(hasher), `"${digest}"`, hasher].join(','),
    );
    writeFileSync(file, [header, ...lines, ''].join('\n'));
    const imported = await runCli(['import', 'clerk', '--file', file, '--data-dir', bartleby.dataDir]);
    expect(imported, imported.stderr).toMatchObject({ exitCode: 0 });
    for (const hasher of Object.keys(rows))
      await visitors.inBrowser(async (page) => {
        const person = { id: idOf(hasher), email: emailOf(hasher) };
        await sendSignIn(page, app.url, { ...person, password: PASSWORD });
        await expectSignedIn(page, person);
        const { body } = await getJson(page, '/api/example');
        expect(body).toEqual({ fullName: 'Ada Lovelace', primaryEmail: person.email });
      });
  });
});

describe('<SignUp/>', () => {
  it('signs up with a mailed link', async () => {
    await configure({ email_strategies: ['email_link'] });
    await visitors.inBrowser(async (page, { context }) => {
      people += 1;
      const email = `reader${people}@example.com`;
      await page.goto(`${app.url}/sign-up`);
      await sendForm(page, { emailAddress: email, password: PASSWORD });
      const address = linkIn(await newMail(bartleby, email));
      const tab = await context.newPage();
      await tab.goto(address);
      const id = await signedInUser(tab);
      await expectSignedIn(tab, { id, email });
    });
  });

  it('asks for every required field, and refuses a taken username', async () => {
    await configure({ username: 'required', first_name: 'required' });
    await newReader({ username: 'taken_name' });
    await visitors.inBrowser(async (page) => {
      const email = visitors.newEmail();
      await page.goto(`${app.url}/sign-up`);
      const fields = { emailAddress: email, firstName: 'Ada', password: PASSWORD };
      await sendForm(page, { ...fields, username: 'Taken_Name' });
      await page
        .getByText(/is taken/i)
        .first()
        .waitFor();
      await sendForm(page, { ...fields, username: `ada_${people}` });
      await page.waitForURL(/verify-email-address/);
      await fillCode(page, TEST_CODE);
      const id = await signedInUser(page);
      await expectSignedIn(page, { id, email });
      expect(await bartleby.backend(`/users/${id}`)).toMatchObject({
        username: `ada_${people}`,
        first_name: 'Ada',
      });
    });
  });

  it('an invitation leads to the form, with the address proved', async () => {
    await configure();
    people += 1;
    const email_address = `reader${people}@example.com`;
    await bartleby.backend('/invitations', 'POST', {
      email_address,
      public_metadata: { team: 'blue' },
      redirect_url: `${app.url}/sign-up`,
    });
    const address = linkIn(await newMail(bartleby, email_address));
    await visitors.inBrowser(async (page) => {
      await page.goto(address);
      await sendForm(page, { password: PASSWORD });
      const id = await signedInUser(page);
      await expectSignedIn(page, { id, email: email_address });
      expect(await bartleby.backend(`/users/${id}`)).toMatchObject({ public_metadata: { team: 'blue' } });
      const [invitation] = await bartleby.backend<{ status: string }[]>(
        `/invitations?query=${encodeURIComponent(email_address)}`,
      );
      expect(invitation?.status).toBe('accepted');
      await signOut(page);
    });
  });

  it('opens as a modal form', async () => {
    await visitors.inBrowser(async (page) => {
      const email = visitors.newEmail();
      await page.goto(`${app.url}/modal`);
      await pressUntil(button(page, 'open sign-up'), page.locator('input[name=emailAddress]'));
      await sendForm(page, { emailAddress: email, password: PASSWORD });
      await fillCode(page, TEST_CODE);
      const id = await signedInUser(page);
      expect(new URL(page.url()).pathname).toBe('/modal');
      expect(await sessionsOf(id)).toHaveLength(1);
    });
  });
});

it('nothing was said to any host but this machine', () => {
  expect(visitors.requests.length).toBeGreaterThan(0);
  expect(app.egress().size).toBeGreaterThan(0);
  expect(foreignHosts(visitors.requests.map((url) => new URL(url).host))).toEqual([]);
  expect(foreignHosts(app.egress())).toEqual([]);
});
