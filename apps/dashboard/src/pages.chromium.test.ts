import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeJwtTemplate } from './testing/fake-jwt-templates.ts';
import { fakeAppUser, NAUGHTY_NAME } from './testing/fake-state.ts';
import { saveSource } from './testing/fake-template-versions.ts';
import { unclearInEveryLook } from './testing/looks.ts';
import { axeProblems, editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';
import { takePicture } from './testing/take-picture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard('development');
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

describe('a user’s page', () => {
  const question = () => page.getByRole('dialog', { name: 'Discard your changes?' });
  const leave = () => page.getByRole('link', { name: 'All users' }).click();
  const writeMetadata = async (text: string) => {
    await page.getByRole('textbox', { name: 'Public metadata' }).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  };

  it('is not left with unsaved changes unasked', async () => {
    page = await dashboard.open('/dashboard/users/user_ada');
    await page.getByLabel('First name').fill('Augusta');
    await leave();
    await confirm('Keep editing');
    expect(await page.getByLabel('First name').inputValue()).toBe('Augusta');
    await page.getByRole('button', { name: 'Save names' }).click();
    await page.getByText('The names are saved.').waitFor();
    await writeMetadata('{"plan":   "gold"}');
    await leave();
    await question().waitFor();
    await confirm('Keep editing');
    await page.getByRole('button', { name: 'Save public metadata' }).click();
    await page.getByText('Public metadata saved.').waitFor();
    await leave();
    await page.getByRole('heading', { name: 'Users', exact: true }).waitFor();
    expect(dashboard.state.users[0]).toMatchObject({
      firstName: 'Augusta',
      publicMetadata: { plan: 'gold' },
    });
  });

  it('discards what is not wanted, and does not ask about somebody who is deleted', async () => {
    page = await dashboard.open('/dashboard/users/user_ada');
    await writeMetadata('{');
    await leave();
    await confirm('Discard changes');
    await page.getByRole('link', { name: /Ada/ }).click();
    await page.getByLabel('First name').fill('Augusta');
    await page.getByRole('button', { name: 'Delete user' }).click();
    await confirm('Delete');
    await page.getByRole('heading', { name: 'Users', exact: true }).waitFor();
    expect(await question().count()).toBe(0);
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

describe('an operator without the right', () => {
  const sentence = 'Your role may look, not change: ask an owner.';
  const go = async (path: string, heading: string) => {
    await page.goto(dashboard.served.origin + path);
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    await page.getByText(sentence).waitFor();
    await page
      .getByText(/^Loading/)
      .first()
      .waitFor({ state: 'detached' });
  };
  /** Every button that would lead to a change is off, and says why. */
  const expectOff = async (...names: string[]) => {
    for (const name of names) {
      const button = page.getByRole('button', { name, exact: true, description: sentence });
      await button.waitFor();
      expect(await button.isDisabled(), name).toBe(true);
    }
  };

  it('a viewer reads every page, and what would change something is off and says why', async () => {
    saveSource(dashboard.state, '{"fullName": "{{user.full_name}}"}', 'First');
    saveSource(dashboard.state, '{}', 'Second');
    dashboard.state.jwtTemplates.push(fakeJwtTemplate('hasura'));
    dashboard.state.connections.push({
      id: 'con_1',
      strategy: 'oauth_google',
      name: 'Google',
      enabled: true,
    });
    dashboard.state.role = 'viewer';
    const before = JSON.stringify(dashboard.state);
    page = await dashboard.open('/dashboard/sessions');
    await go('/dashboard/sessions', 'Sessions');
    await page.getByText('First').waitFor();
    await expectOff('Edit', 'Roll back to version 1');
    expect(await axeProblems(page)).toEqual([]);
    await takePicture(page, 'viewer.png');
    await go('/dashboard/jwt-templates', 'JWT templates');
    await expectOff('Create template', 'Edit hasura', 'Delete hasura');
    await go('/dashboard/social', 'Social connections');
    await expectOff('Add connection', 'Edit Google', 'Delete Google');
    await go('/dashboard/users', 'Users');
    await expectOff('Create user');
    await go('/dashboard/users/metadata-schemas', 'Metadata schemas');
    await expectOff('Save schemas');
    expect(await page.getByLabel('Refuse it').isDisabled()).toBe(true);
    await go('/dashboard/api-keys', 'Secret keys');
    await expectOff('Make another', 'Revoke First key');
    await go('/dashboard/mailbox', 'Mailbox');
    await page.getByText('Only an owner reads the mails.').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await go('/dashboard/users/user_ada', 'Public metadata');
    await expectOff('Revoke session sess_user_ada', 'Save names', 'Save public metadata', 'Delete user');
    expect(await page.getByLabel('First name').isEditable()).toBe(false);
    const metadata = page.getByRole('textbox', { name: 'Public metadata', exact: true });
    const text = await metadata.textContent();
    await metadata.click();
    await page.keyboard.type('x');
    await page.keyboard.press('Control+s');
    expect(await metadata.textContent()).toBe(text);
    expect(await axeProblems(page)).toEqual([]);
    expect(JSON.stringify(dashboard.state)).toBe(before);
  });

  it('one of no role sees nothing, and is told whom to ask', async () => {
    dashboard.state.role = null;
    page = await dashboard.open('/dashboard/users');
    await page.getByRole('heading', { name: 'You have no role here' }).waitFor();
    await page.getByText('Ask an owner of this server to give you a role').waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Documentation']);
    expect(await axeProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  });
});

describe('every page, in both themes and two widths', () => {
  it('is clean by axe, and nothing is wider than its place', async () => {
    saveSource(dashboard.state, '{"fullName": "{{user.full_name}}"}', 'First');
    page = await dashboard.open('/dashboard/sessions');
    const check = async (place: string) => expect(await unclearInEveryLook(page), place).toEqual([]);
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
