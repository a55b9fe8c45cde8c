import type { Bartleby, NextApp } from '@bartleby/e2e/harness';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreignHosts } from './foreign-hosts.ts';
import { codeField, fillAppCode, fillCode, pressUntil, sendForm } from './form-steps.ts';
import {
  fillSignIn,
  getJson,
  sendSignIn,
  signedInUser,
  TEST_CODE,
  waitUntilSignedOut,
} from './prebuilt-pages.ts';
import { drawnPicture, loadedPicture, profileSteps } from './profile-steps.ts';
import { startServerForApps, startStockApp } from './stage.ts';
import { type Account, PASSWORD, type Parked, type Visitors, welcomeVisitors } from './visitors.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 480_000 });

let bartleby: Bartleby;
let app: NextApp;
let visitors: Visitors;
let old: Parked;
beforeAll(async () => {
  bartleby = await startServerForApps();
  const config = { auth: { username: 'on', authenticator_app: true, backup_code: true } };
  await bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', config);
  app = await startStockApp(bartleby, 'nextjs-clerk', 'production');
  visitors = welcomeVisitors(bartleby, app);
  // It grows old beside the other tests.
  old = await visitors.park(async (page) => void (await page.goto(`${app.url}/sensitive`)), visitors.signIn);
});
afterAll(async () => {
  await visitors?.goAway();
  await app?.stop();
  await bartleby?.stop();
});

interface UserRow {
  id: string;
  username: string | null;
  has_image: boolean;
  image_url: string;
  primary_email_address_id: string;
  email_addresses: { id: string; email_address: string; verification: { status: string } | null }[];
}

const userRow = (id: string) => bartleby.backend<UserRow>(`/users/${id}`);
const sessionRows = (id: string) =>
  bartleby.backend<{ id: string; status: string }[]>(`/sessions?user_id=${id}`);
const activeSessions = async (id: string) =>
  (await sessionRows(id)).filter(({ status }) => status === 'active');
const guide = async (page: Page) => (await getJson(page, '/api/example')).body;

/** Signs a new person in and opens a page of `<UserProfile/>`. */
const onProfile = (
  tab: 'account' | 'security',
  work: (parts: { page: Page; person: Account; profile: ReturnType<typeof profileSteps> }) => Promise<void>,
) =>
  visitors.inBrowser(async (page) => {
    const person = await visitors.arrive(page);
    const profile = profileSteps(page, app.url);
    await profile.open(tab);
    await work({ page, person, profile });
  });

describe('<UserProfile/>', () => {
  it('changes the name; the guide’s route answers it at once', () =>
    onProfile('account', async ({ page, person, profile }) => {
      await profile.edit('profile');
      await profile.save({ firstName: 'Grace', lastName: 'Hopper' });
      await profile.item('profile', 'Grace Hopper').waitFor();
      expect(await guide(page)).toEqual({ fullName: 'Grace Hopper', primaryEmail: person.email });
      expect(await userRow(person.id)).toMatchObject({ first_name: 'Grace', last_name: 'Hopper' });
    }));

  it('uploads a picture, shows it from our own host, and removes it', () =>
    onProfile('account', async ({ page, person, profile }) => {
      const images = `${bartleby.url}/i/app/v1/images/`;
      await profile.edit('profile');
      const removal = page.locator('.cl-avatarImageActionsRemove');
      expect(await removal.count()).toBe(0);
      await page.locator('input[type=file]').setInputFiles(await drawnPicture(page));
      const shown = await loadedPicture(page, images);
      const { has_image, image_url } = await userRow(person.id);
      expect([has_image, shown.startsWith(image_url)]).toEqual([true, true]);

      await profile.open();
      await loadedPicture(page, images);
      await profile.edit('profile');
      await removal.click();
      await loadedPicture(page, `${bartleby.url}/i/app/v1/avatar_placeholders/`);
      expect((await userRow(person.id)).has_image).toBe(false);
    }));

  it('says why a file is no picture, and keeps what there was', () =>
    onProfile('account', async ({ page, person, profile }) => {
      await profile.edit('profile');
      const file = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByText(/file type not supported/i).waitFor();
      expect((await userRow(person.id)).has_image).toBe(false);
    }));

  it('sets a username; one that is taken is told at the field', () =>
    onProfile('account', async ({ page, person, profile }) => {
      await bartleby.backend('/users', 'POST', {
        email_address: [visitors.newEmail()],
        username: 'taken_name',
        skip_password_requirement: true,
      });
      await profile.edit('username');
      await profile.send({ username: 'taken_name' });
      await page.locator('#error-username').waitFor();
      expect((await userRow(person.id)).username).toBeNull();
      await profile.save({ username: 'ada_lovelace' });
      expect((await userRow(person.id)).username).toBe('ada_lovelace');
    }));

  it('adds an address, proves it by the code, makes it primary, removes the old one; the last one stays', () =>
    onProfile('account', async ({ page, person, profile }) => {
      const added = visitors.newEmail();
      await profile.edit('emailAddresses');
      await profile.send({ emailAddress: added });
      await fillCode(page, '111111');
      await page
        .getByText(/incorrect/i)
        .first()
        .waitFor();
      await fillCode(page, TEST_CODE);
      const item = profile.item('emailAddresses', added);
      await item.waitFor();
      await page.locator('.cl-formButtonPrimary').waitFor({ state: 'detached' });

      await profile.choose(item, 'Set as primary');
      await item.getByText('Primary').waitFor();
      expect(await guide(page)).toEqual({ fullName: 'Ada Lovelace', primaryEmail: added });
      const [old, current] = (await userRow(person.id)).email_addresses;
      expect((await userRow(person.id)).primary_email_address_id).toBe(current?.id);
      expect(current?.verification?.status).toBe('verified');

      const first = profile.item('emailAddresses', old?.email_address ?? '');
      await profile.choose(first, 'Remove email');
      await profile.save();
      await first.waitFor({ state: 'detached' });
      expect((await userRow(person.id)).email_addresses.map(({ email_address }) => email_address)).toEqual([
        added,
      ]);

      await profile.choose(item, 'Remove email');
      await profile.send();
      await page.locator('.cl-alert').first().waitFor();
      expect((await userRow(person.id)).email_addresses).toHaveLength(1);
    }));

  it('changes the password, after the current one; other devices are signed out', () =>
    onProfile('security', async ({ page, person, profile }) => {
      await visitors.inBrowser(async (elsewhere) => {
        await visitors.arrive(elsewhere, person);
        await elsewhere.goto(app.url);
        expect(await signedInUser(elsewhere)).toBe(person.id);
        const password = 'another horse battery staple';
        await profile.edit('password');
        const fields = { newPassword: password, confirmPassword: password };
        await profile.send({ currentPassword: 'a wrong horse battery', ...fields });
        await page.locator('#error-currentPassword').waitFor();
        expect(await activeSessions(person.id)).toHaveLength(2);
        await profile.save({ currentPassword: PASSWORD, ...fields });
        expect(await activeSessions(person.id)).toHaveLength(1);
        await expectSignedOut(elsewhere);
        await sendSignIn(elsewhere, app.url, { ...person, password });
        expect(await signedInUser(elsewhere)).toBe(person.id);
      });
    }));

  it('lists the active devices, and signs another one out', () =>
    onProfile('security', async ({ page, person, profile }) => {
      await visitors.inBrowser(async (elsewhere) => {
        await visitors.arrive(elsewhere, person);
        await elsewhere.goto(app.url);
        expect(await signedInUser(elsewhere)).toBe(person.id);
        await profile.open('security');
        const devices = page.locator('.cl-activeDeviceListItem');
        await devices.nth(1).waitFor();
        expect(await devices.first().textContent()).toMatch(
          /Linux[\s\S]*This device[\s\S]*Chrome \d+[\s\S]*(127\.0\.0\.1|::1)/,
        );
        await profile.choose(devices.nth(1), 'Sign out of device');
        await devices.nth(1).waitFor({ state: 'detached' });
        expect((await sessionRows(person.id)).map(({ status }) => status).sort()).toEqual([
          'active',
          'revoked',
        ]);
        await expectSignedOut(elsewhere);
        expect(await signedInUser(page)).toBe(person.id);
      });
    }));

  it('adds an authenticator app; the next sign-in asks for its code; a backup code works; and it is removed', () =>
    onProfile('security', async ({ page, person, profile }) => {
      const authenticator = page.getByRole('menuitem', { name: 'Authenticator application' });
      await pressUntil(page.getByRole('button', { name: 'Add two-step verification' }), authenticator);
      await authenticator.click();
      await page.getByRole('button', { name: /scan/i }).click();
      const secret = await shownSecret(page);
      await pressUntil(page.locator('.cl-formButtonPrimary'), codeField(page));
      await fillAppCode(page, appCode(secret));
      const backupCodes = page.locator('.cl-profilePage').getByText(/^[a-z2-9]{8}$/);
      await backupCodes.nth(9).waitFor();
      const backupCode = (await backupCodes.first().textContent()) ?? '';
      await page.getByRole('button', { name: 'Finish' }).click();
      await profile.item('mfa', 'Authenticator application').waitFor();
      expect(await userRow(person.id)).toMatchObject({ totp_enabled: true, backup_code_enabled: true });

      await visitors.inBrowser(async (elsewhere) => {
        await elsewhere.goto(`${app.url}/sign-in`);
        await fillSignIn(elsewhere, person);
        await elsewhere.waitForURL(/factor-two/);
        expect(await activeSessions(person.id)).toHaveLength(1);
        await fillAppCode(elsewhere, '000000');
        await elsewhere
          .getByText(/incorrect/i)
          .first()
          .waitFor();
        // The code of the next half minute: that of this one is used up.
        await fillAppCode(elsewhere, appCode(secret, 30));
        expect(await signedInUser(elsewhere)).toBe(person.id);
        await elsewhere.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
        const { body } = await getJson(elsewhere, '/api/claims');
        expect(body).toMatchObject({ sub: person.id, fva: [0, 0] });
      });
      await visitors.inBrowser(async (elsewhere) => {
        await elsewhere.goto(`${app.url}/sign-in`);
        await fillSignIn(elsewhere, person);
        await elsewhere.waitForURL(/factor-two/);
        const backup = elsewhere.getByRole('button', { name: /backup code/i });
        await pressUntil(elsewhere.getByText('Use another method'), backup);
        await pressUntil(backup, elsewhere.locator('input[name=code]'));
        await sendForm(elsewhere, { code: backupCode });
        expect(await signedInUser(elsewhere)).toBe(person.id);
      });

      await profile.open('security');
      await profile.choose(profile.item('mfa', 'Authenticator application'), 'Remove');
      await profile.save();
      await profile.item('mfa', 'Authenticator application').waitFor({ state: 'detached' });
      expect(await userRow(person.id)).toMatchObject({ totp_enabled: false, backup_code_enabled: false });
    }));

  it('deletes the account: user and sessions are gone, the browser is signed out', () =>
    onProfile('security', async ({ page, person, profile }) => {
      await profile.edit('danger');
      await profile.send({ deleteConfirmation: 'Delete account' });
      await page.waitForURL((url) => !url.pathname.startsWith('/user-profile'));
      await page.goto(app.url);
      await waitUntilSignedOut(page);
      await expect(userRow(person.id)).rejects.toThrow(/^404/);
      expect(await activeSessions(person.id)).toEqual([]);
      expect((await getJson(page, '/api/example')).status).toBe(401);
    }));
});

describe('<UserButton/>', () => {
  it('shows the user, opens the profile in a dialog, which changes the name', () =>
    visitors.inBrowser(async (page) => {
      const person = await visitors.arrive(page);
      await page.goto(app.url);
      const menu = page.locator('.cl-userButtonPopoverCard');
      await pressUntil(page.locator('.cl-userButtonTrigger'), menu);
      await menu.getByText('Ada Lovelace').waitFor();
      await menu.getByText(person.email).waitFor();
      await pressUntil(
        menu.locator('.cl-userButtonPopoverActionButton__manageAccount'),
        page.locator('.cl-modalContent .cl-profileSection__profile'),
      );
      const profile = profileSteps(page, app.url);
      await profile.edit('profile');
      await profile.save({ firstName: 'Grace' });
      await page.locator('.cl-modalCloseButton').click();
      await page.locator('.cl-modalContent').waitFor({ state: 'detached' });
      expect(await guide(page)).toEqual({ fullName: 'Grace Lovelace', primaryEmail: person.email });
      expect(await userRow(person.id)).toMatchObject({ first_name: 'Grace' });
    }));

  it('signs out: no session, no cookie, and the guide’s route answers 401', () =>
    visitors.inBrowser(async (page, { context }) => {
      const { id } = await visitors.arrive(page);
      await page.goto(app.url);
      const signOut = page.locator('.cl-userButtonPopoverActionButton__signOut');
      await pressUntil(page.locator('.cl-userButtonTrigger'), signOut);
      await signOut.click();
      await waitUntilSignedOut(page);
      const cookies = async () =>
        (await context.cookies(app.url)).filter(({ name }) => /^__session/.test(name));
      await expect.poll(cookies, { timeout: 60_000 }).toEqual([]);
      await page.goto(app.url);
      await waitUntilSignedOut(page);
      expect(await activeSessions(id)).toEqual([]);
      expect(await cookies()).toEqual([]);
      expect((await getJson(page, '/api/example')).status).toBe(401);
    }));
});

describe('useReverification', () => {
  it('asks for the password before an app’s own action, and the new token says that it was given', async () => {
    const { browser, person, wait } = old;
    const { page } = browser;
    await wait(65);
    // The token of a minute ago says that the password was given just now.
    expect(await freshToken(page)).not.toBeNull();
    const primary = page.locator('.cl-formButtonPrimary');
    await pressUntil(page.locator('#act'), primary);
    await sendForm(page, { password: 'a wrong horse battery' }, primary);
    await page.locator('#error-password').waitFor();
    expect(await page.locator('#outcome').textContent()).toBe('');
    await sendForm(page, { password: person.password }, primary);
    await page.locator('#outcome').getByText('done').waitFor();
    expect(await page.locator('#outcome').textContent()).toBe('{"done":true,"age":[0,-1]}');
  });
});

describe('<UserProfile/> where addresses are proved by links', () => {
  it('follows the mailed link in another tab; the open page sees the address verified', async () => {
    const path = await bartleby.instancePath();
    const config = { auth: { email_strategies: ['email_code', 'email_link'] } };
    await bartleby.platform(`${path}/config`, 'PATCH', config);
    await onProfile('account', async ({ page, person, profile }) => {
      const added = 'ada.by.link@example.com';
      await profile.edit('emailAddresses');
      await profile.send({ emailAddress: added });
      const mail = async () => {
        const { data } = await bartleby.platform<{ data: { id: string; to: string }[] }>(`${path}/mailbox`);
        const id = data.find(({ to }) => to === added)?.id;
        return id ? (await bartleby.platform<{ text: string }>(`${path}/mailbox/${id}`)).text : '';
      };
      await expect.poll(mail, { timeout: 60_000 }).toContain('/v1/verify?token=');
      const link = /https?:\/\/\S+\/v1\/verify\?token=\w+/.exec(await mail())?.[0] ?? '';
      const tab = await page.context().newPage();
      await tab.goto(link);
      await tab.waitForURL(/__clerk_status=verified/);
      const item = profile.item('emailAddresses', added);
      await item.locator('.cl-menuButton').waitFor();
      await page.locator('.cl-formButtonReset').waitFor({ state: 'detached' });
      expect(await item.getByText('Unverified').count()).toBe(0);
      const address = (await userRow(person.id)).email_addresses.find(
        ({ email_address }) => email_address === added,
      );
      expect(address?.verification).toMatchObject({ status: 'verified', strategy: 'email_link' });
    });
  });
});

describe('all the while', () => {
  it('nothing was said to any host but this machine; pictures came from the server alone', () => {
    expect(foreignHosts(visitors.requests.map((url) => new URL(url).host))).toEqual([]);
    expect(app.egress().size).toBeGreaterThan(0);
    expect(foreignHosts(app.egress())).toEqual([]);
    const pictures = visitors.requests.filter((url) => /\/(images|avatar_placeholders)\//.test(url));
    expect(pictures.length).toBeGreaterThan(3);
    expect(pictures.filter((url) => !url.startsWith(`${bartleby.url}/i/app/v1/`))).toEqual([]);
  });
});

/** The secret that `<UserProfile/>` shows to people who cannot scan. */
async function shownSecret(page: Page): Promise<string> {
  const handle = await page.waitForFunction(
    () => [...document.querySelectorAll('input')].find(({ value }) => /^[A-Z2-7]{32}$/.test(value))?.value,
  );
  return (await handle.jsonValue()) as string;
}

/** What an authenticator app shows now, or so many seconds later. */
const appCode = (secret: string, seconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + seconds * 1_000 });

/** Asks for a token now; null when there is none. */
const freshToken = (page: Page) =>
  page.evaluate(async () => {
    const { Clerk } = globalThis as unknown as {
      Clerk: { session?: { getToken(options: { skipCache: boolean }): Promise<string | null> } };
    };
    return (await Clerk.session?.getToken({ skipCache: true }).catch(() => null)) ?? null;
  });

/** The next token request of this browser gets none, and then its page and the app know. */
async function expectSignedOut(page: Page): Promise<void> {
  expect(await freshToken(page)).toBeNull();
  await waitUntilSignedOut(page);
  // The page throws the old token's cookie away as soon as it knows.
  await expect.poll(async () => (await getJson(page, '/api/example')).status, { timeout: 60_000 }).toBe(401);
}
