import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeAppUser, NAUGHTY_NAME } from './testing/fake-state.ts';
import { saveSource } from './testing/fake-template-versions.ts';
import { axeProblems, editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => dashboard.reset());
afterEach(() => expect(dashboard.problems).toEqual([]));

const confirm = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

describe('Users', () => {
  it('are listed, escaped, searched, paged', async () => {
    for (let index = 10; index < 40; index += 1)
      dashboard.state.users.push(fakeAppUser(`user_many${index}`, 'Many', String(index)));
    page = await dashboard.open('/dashboard/users');
    await page.getByRole('link', { name: NAUGHTY_NAME }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByText('1 to 20 of 35').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('21 to 35 of 35').waitFor();
    await page.getByLabel('Search users').fill('lovelace');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByLabel('Search users').fill('zzz');
    await page.getByText('Nobody matches your search.').waitFor();
  });

  it('say when there are none, and are created', async () => {
    dashboard.state.users = [];
    page = await dashboard.open('/dashboard/users');
    await page.getByText('There are no users yet.').waitFor();
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByLabel('Email address').fill('new@example.com');
    await page.getByLabel('First name').fill('Nora');
    await confirm('Create');
    await page.getByRole('heading', { name: 'Nora' }).waitFor();
    expect(dashboard.state.users.map(({ emailAddress }) => emailAddress)).toEqual(['new@example.com']);
  });

  it('have sessions to revoke, names, metadata, and can be deleted', async () => {
    page = await dashboard.open('/dashboard/users/user_ada');
    await page.getByRole('button', { name: 'Revoke session sess_user_ada' }).click();
    await confirm('Revoke');
    await page.getByText('The session is revoked.').waitFor();
    expect(dashboard.state.users[0]?.sessions[0]?.status).toBe('revoked');
    await page.getByLabel('First name').fill('Augusta');
    await page.getByRole('button', { name: 'Save names' }).click();
    await page.getByRole('heading', { name: 'Augusta Lovelace' }).waitFor();
    const metadata = page.locator('section[aria-labelledby="private_metadata"]');
    await metadata.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.type('[');
    await metadata.getByRole('alert').waitFor();
    expect(await metadata.getByRole('button', { name: 'Save private metadata' }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.type('{"plan": "gold"');
    await metadata.getByRole('button', { name: 'Save private metadata' }).click();
    await page.getByText('Private metadata saved.').waitFor();
    expect(dashboard.state.users[0]?.privateMetadata).toEqual({ plan: 'gold' });
    expect(dashboard.state.users[0]?.publicMetadata).toEqual({ role: 'editor', note: 'é' });
    await page.getByRole('button', { name: 'Delete user' }).click();
    await confirm('Delete');
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    expect(dashboard.state.users.some(({ id }) => id === 'user_ada')).toBe(false);
  });
});

describe('API keys', () => {
  it('shows the block per framework, moved by arrow keys, and copies it', async () => {
    page = await dashboard.open('/dashboard/api-keys');
    await page.getByRole('tab', { name: 'Next.js' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.getByRole('tab', { name: 'Express' }).getAttribute('aria-selected'))
      .toBe('true');
    await page.getByRole('button', { name: 'Copy the block for Express' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'BARTLEBY_SECRET_KEY=<your secret key>',
    );
  });

  it('makes a key, shows it once, revokes it', async () => {
    page = await dashboard.open('/dashboard/api-keys');
    await page.getByRole('button', { name: 'Make another' }).click();
    await page.getByLabel('Name').fill('Worker');
    await confirm('Make key');
    await page.getByText('sk_test_shownOnce123').waitFor();
    await confirm('I have copied it');
    expect(await page.getByText('sk_test_shownOnce123').count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke Worker' }).click();
    await confirm('Revoke');
    await page.getByText('The key is revoked.').waitFor();
    expect(dashboard.state.secretKeys.at(-1)).toMatchObject({ name: 'Worker', revoked: true });
  });
});

describe('Mailbox', () => {
  it('shows the code and the text, and new mail by itself', async () => {
    page = await dashboard.open('/dashboard/mailbox');
    await page.getByRole('button', { name: 'Copy the code 424242' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('424242');
    await page.getByRole('button', { name: 'Show text' }).click();
    await page.getByText('Your code is 424242.').waitFor();
    dashboard.state.mails.unshift({ id: 'mail_2', to: 'b@example.com', subject: 'Newer', code: null });
    await page.getByRole('heading', { name: 'Newer' }).waitFor();
  });

  it('says when there is none, and when mails go out by SMTP', async () => {
    dashboard.state.mails = [];
    dashboard.state.smtp = true;
    page = await dashboard.open('/dashboard/mailbox');
    await page.getByText('No mail yet.').waitFor();
    await page.getByText('Mails go out by SMTP').waitFor();
  });
});

describe('coming in', () => {
  it('a one-time link signs in and asks for a password', async () => {
    page = await dashboard.open(`/dashboard/enter?ticket=ticket-${dashboard.operator.id}`, {
      isSignedIn: false,
    });
    await page.getByLabel('Password').fill('correct horse battery');
    expect(page.url()).not.toContain('ticket');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
    expect(dashboard.state.operatorPassword).toBe('correct horse battery');
  });

  it('the password may wait', async () => {
    page = await dashboard.open(`/dashboard/enter?ticket=ticket-${dashboard.operator.id}`, {
      isSignedIn: false,
    });
    await page.getByRole('button', { name: 'Skip for now' }).click();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
    expect(dashboard.state.hasPassword).toBe(false);
  });

  it('a spent link says how to make another', async () => {
    page = await dashboard.open('/dashboard/enter?ticket=spent', { isSignedIn: false });
    await page.getByText('npx bartleby operators link').waitFor();
  });

  it('signed out leads to the sign-in page, and back', async () => {
    page = await dashboard.open('/dashboard/users', { isSignedIn: false });
    await page.waitForURL('**/i/operators/account/sign-in?**');
    const back = new URL(page.url()).searchParams.get('redirect_url');
    expect(back).toBe(`${dashboard.served.origin}/dashboard/users`);
  });

  it('an unreachable server is told, and asked again', async () => {
    dashboard.state.isDown = true;
    page = await dashboard.open('/dashboard/users');
    await page.getByText('The server cannot be reached.').waitFor();
    dashboard.state.isDown = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
  });

  it('a theme is chosen by hand and stays', async () => {
    page = await dashboard.open('/dashboard/users');
    await page.getByLabel('Theme').selectOption('dark');
    await page.reload();
    await page.getByLabel('Theme').waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });
});

const looks = (['light', 'dark'] as const).flatMap((theme) => [1280, 390].map((width) => ({ theme, width })));

describe.each(looks)('axe, $theme, $width pixels', (look) => {
  it('finds nothing on any page, and nothing is wider than the screen', async () => {
    saveSource(dashboard.state, '{"fullName": "{{user.full_name}}"}', 'First');
    page = await dashboard.open('/dashboard/sessions', look);
    const check = async (place: string) => {
      expect(await axeProblems(page), place).toEqual([]);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(excess, place).toBeLessThanOrEqual(0);
    };
    await page.getByRole('rowheader', { name: 'fullName' }).waitFor();
    await check('sessions');
    await editTemplate(page, '{"a": "{{user.nope_nope}}", "b": "{{user.public_metadata}}"}');
    await page.locator('.problem-error').waitFor();
    await page.locator('.token').waitFor();
    await check('template dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keep editing' }).waitFor();
    await check('question');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    for (const [path, heading] of [
      ['/dashboard/social', 'Social connections'],
      ['/dashboard/users', 'Users'],
      ['/dashboard/users/user_long', 'Public metadata'],
      ['/dashboard/api-keys', 'Secret keys'],
      ['/dashboard/mailbox', 'Your code is 424242'],
      ['/dashboard/enter', 'This link no longer works'],
      ['/dashboard/nothing', 'There is no such page'],
    ] as const) {
      await page.goto(dashboard.served.origin + path);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await check(path);
    }
  });
});
