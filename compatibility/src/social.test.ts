import type { Bartleby, NextApp } from '@bartleby/e2e/harness';
import { type OpenIdProvider, startOpenIdProvider } from '@bartleby/server/testing/providers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreignHosts } from './foreign-hosts.ts';
import { pressUntil, sendForm } from './form-steps.ts';
import { getJson, signedInUser } from './prebuilt-pages.ts';
import { profileSteps } from './profile-steps.ts';
import { startServerForApps, startStockApp } from './stage.ts';
import { type Visitors, welcomeVisitors } from './visitors.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 480_000 });

const ACME = 'oauth_custom_acme';
let bartleby: Bartleby;
let provider: OpenIdProvider;
let app: NextApp;
let visitors: Visitors;

beforeAll(async () => {
  bartleby = await startServerForApps();
  const path = `${await bartleby.instancePath()}/social_connections`;
  const { callback_url: callbackUrl } = await bartleby.platform<{ callback_url: string }>(path);
  provider = await startOpenIdProvider({ callbackUrl, people: {} });
  await bartleby.platform(path, 'POST', {
    kind: 'oidc',
    key: 'acme',
    name: 'Acme',
    issuer: provider.origin,
    client_id: provider.clientId,
    client_secret: provider.clientSecret,
  });
  app = await startStockApp(bartleby, 'nextjs-clerk', 'production');
  visitors = welcomeVisitors(bartleby, app);
});
afterAll(async () => {
  await visitors?.goAway();
  await app?.stop();
  await provider?.close();
  await bartleby?.stop();
});

interface UserRow {
  id: string;
  first_name: string | null;
  password_enabled: boolean;
  email_addresses: { email_address: string; verification: { status: string; strategy: string } }[];
  external_accounts: { provider: string; provider_user_id: string; verification: { status: string } }[];
}

const usersWith = (email: string) =>
  bartleby.backend<UserRow[]>(`/users?email_address=${encodeURIComponent(email)}`);
const sessionsOf = (id: string) => bartleby.backend<{ status: string }[]>(`/sessions?user_id=${id}`);

/** Presses the button of the published component, which leads to the provider. */
async function goToProvider(page: Page, path: '/sign-in' | '/sign-up'): Promise<void> {
  await page.goto(app.url + path);
  await sendForm(page, {}, page.getByRole('button', { name: /Acme/ }));
  await page.waitForURL(`${provider.origin}/**`);
}

/** Signs in at the provider and agrees. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${app.url}/**`);
}

async function useButton(page: Page, path: '/sign-in' | '/sign-up', login: string): Promise<void> {
  await goToProvider(page, path);
  await signInThere(page, login);
}

/** Whoever is signed in, by clerk-js on a page outside the sign-in pages, and by the app's server. */
async function signedIn(page: Page): Promise<string> {
  await page.waitForURL(({ pathname }) => !/^\/sign-(in|up)/.test(pathname));
  const id = await signedInUser(page);
  const { status, body } = await getJson(page, '/api/claims');
  expect([status, (body as { sub: string }).sub]).toEqual([200, id]);
  return id;
}

describe('the social button', () => {
  it('of <SignUp/> makes a user with the provider’s proved address and names', async () => {
    provider.people.ada = { email: 'ada@acme.example', email_verified: true, given_name: 'Ada' };
    await visitors.inBrowser(async (page) => {
      await useButton(page, '/sign-up', 'ada');
      const id = await signedIn(page);
      expect(await usersWith('ada@acme.example')).toMatchObject([
        {
          id,
          first_name: 'Ada',
          password_enabled: false,
          email_addresses: [{ verification: { status: 'verified', strategy: `from_${ACME}` } }],
          external_accounts: [{ provider: ACME, provider_user_id: 'ada' }],
        },
      ]);
    });
  });

  it('of <SignIn/> makes a new person a user too, and signs the same person in again elsewhere', async () => {
    provider.people.grace = { email: 'grace@acme.example', email_verified: true };
    let first = '';
    await visitors.inBrowser(async (page) => {
      await useButton(page, '/sign-in', 'grace');
      first = await signedIn(page);
    });
    await visitors.inBrowser(async (page) => {
      await useButton(page, '/sign-in', 'grace');
      expect(await signedIn(page)).toBe(first);
      await page.reload();
      expect(await signedInUser(page)).toBe(first);
    });
    expect(await usersWith('grace@acme.example')).toHaveLength(1);
    expect((await sessionsOf(first)).filter(({ status }) => status === 'active')).toHaveLength(2);
  });

  it('of <SignUp/> signs somebody who is known in', async () => {
    provider.people.known = { email: 'known@acme.example', email_verified: true };
    let first = '';
    for (const path of ['/sign-up', '/sign-up'] as const)
      await visitors.inBrowser(async (page) => {
        await useButton(page, path, 'known');
        const id = await signedIn(page);
        expect(id).toBe(first || id);
        first = id;
      });
  });

  it('links an account when both sides have proved the address', async () => {
    const person = await visitors.newPerson();
    provider.people.linked = { email: person.email, email_verified: true };
    await visitors.inBrowser(async (page) => {
      await useButton(page, '/sign-in', 'linked');
      expect(await signedIn(page)).toBe(person.id);
    });
    const [user] = await usersWith(person.email);
    expect(user).toMatchObject({
      password_enabled: true,
      external_accounts: [{ provider_user_id: 'linked' }],
    });
  });

  it('links nothing on an address that the provider has not proved: the person’s own factor is asked for', async () => {
    const person = await visitors.newPerson();
    provider.people.mallory = { email: person.email, email_verified: false };
    await visitors.inBrowser(async (page) => {
      await useButton(page, '/sign-in', 'mallory');
      await page.waitForURL(/\/sign-in\/factor-one/);
      await page.locator('input[name=password]').waitFor();
      await page.getByText(person.email).waitFor();
    });
    const [user] = await usersWith(person.email);
    expect(user?.external_accounts).toEqual([]);
    expect(await sessionsOf(person.id)).toEqual([]);
  });

  it.each(['/sign-in', '/sign-up'] as const)(
    '%s says so when the person cancels at the provider',
    async (path) => {
      await visitors.inBrowser(async (page) => {
        await goToProvider(page, path);
        await page.getByRole('link', { name: 'Cancel' }).click();
        await page.waitForURL(`${app.url}/**`);
        await page.getByText('You did not grant access to your account.').waitFor();
        expect(new URL(page.url()).pathname).toMatch(/^\/sign-(in|up)/);
      });
    },
  );
});

describe('<UserProfile/>', () => {
  it('connects an account and removes it', async () => {
    await visitors.inBrowser(async (page) => {
      const { email } = await visitors.signIn(page);
      const profile = profileSteps(page, app.url);
      await profile.open('account');
      const connect = profile.section('connectedAccounts').getByRole('button', { name: 'Connect account' });
      const acme = page.getByRole('menuitem', { name: /Acme/ });
      await pressUntil(connect, acme);
      await sendForm(page, {}, acme);
      await page.waitForURL(`${provider.origin}/**`);
      await signInThere(page, 'connected');
      const item = profile.item('connectedAccounts', 'Acme');
      await item.waitFor();
      const account = { provider: ACME, provider_user_id: 'connected', verification: { status: 'verified' } };
      expect((await usersWith(email))[0]?.external_accounts).toMatchObject([account]);
      await profile.choose(item, 'Remove');
      await profile.send();
      await expect.poll(async () => (await usersWith(email))[0]?.external_accounts).toEqual([]);
    });
  });
});

describe('nothing leaves this machine', () => {
  it('neither from the browsers nor from the app', () => {
    expect(visitors.requests.length).toBeGreaterThan(0);
    // The provider's own pages name a font elsewhere, and a policy that keeps the browser from fetching it.
    const named = ['fonts.googleapis.com'];
    expect(
      foreignHosts(
        visitors.requests.map((url) => new URL(url).host),
        named,
      ),
    ).toEqual([]);
    expect(app.egress().size).toBeGreaterThan(0);
    expect(foreignHosts(app.egress())).toEqual([]);
  });
});
