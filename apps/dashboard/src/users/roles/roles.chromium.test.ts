import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { axeProblems, startDashboard, type TestDashboard } from '../../testing/open-dashboard.ts';
import { takePicture } from '../../testing/take-picture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => dashboard.reset());
afterEach(() => expect(dashboard.problems).toEqual([]));

const PATH = '/dashboard/users/roles';
const button = (name: string) => page.getByRole('button', { name, exact: true });
const alert = (text: string | RegExp) => page.getByRole('alert').getByText(text).waitFor();
const row = (name: RegExp) => page.getByRole('row', { name });
const role = (key: string, name = '', permissions: string[] = []) => ({
  key,
  name,
  description: '',
  permissions,
});
const expectFits = async () => {
  expect(await axeProblems(page)).toEqual([]);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
};

describe('Roles and permissions', () => {
  it('are declared by keyboard: a permission, a role that has it, its name; each is told what to mend', async () => {
    page = await dashboard.open('/dashboard/users');
    await page.getByRole('link', { name: 'Roles and permissions' }).click();
    await row(/org:admin.*system.*It stays: who creates an organization gets it/).waitFor();
    expect(await button('Delete org:admin').count()).toBe(0);
    const permission = page.getByLabel('New permission');
    await permission.fill('invoices');
    await permission.press('Enter');
    await alert('Write it as org:invoices:create');
    await permission.fill('org:invoices:create');
    await permission.press('Enter');
    await page.getByText('org:invoices:create is added.').waitFor();
    expect(dashboard.state.permissions).toEqual(['org:invoices:create']);

    await button('Create role').focus();
    await page.keyboard.press('Enter');
    const key = page.getByLabel('Key', { exact: true });
    await expect.poll(() => key.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+a');
    for (const [typed, says] of [
      ['Billing', 'Key: Write it as org:billing'],
      ['org:admin', 'Key: there is a role org:admin already.'],
    ] as const) {
      await key.fill(typed);
      await key.press('Enter');
      await alert(says);
    }
    await key.fill('org:billing');
    await page.getByLabel('Name (optional)').fill('Billing');
    await page.getByLabel('Description (optional)').fill('Pays the bills');
    await page.getByRole('checkbox', { name: 'org:invoices:create' }).press('Space');
    await page.getByRole('checkbox', { name: 'org:sys_billing:read' }).press('Space');
    await expectFits();
    await key.press('Enter');
    await page.getByText('Billing is saved.').waitFor();
    const billing = {
      key: 'org:billing',
      name: 'Billing',
      description: 'Pays the bills',
      permissions: ['org:invoices:create', 'org:sys_billing:read'],
    };
    expect(dashboard.state.roles.at(-1)).toEqual(billing);
    expect(await button('Delete org:invoices:create').isDisabled()).toBe(true);
    await page.getByText('of Billing: take it from them to delete it').waitFor();

    await button('Edit Billing').click();
    await page.getByLabel('Name (optional)').fill('Accounting');
    await page.keyboard.press('Escape');
    await button('Keep editing').click();
    dashboard.state.roleMembers = { 'org:admin': 2, 'org:member': 41, 'org:billing': 3 };
    await button('Save role').click();
    await row(/Accounting/).waitFor();
    await takePicture(page, 'roles.png');
    expect(dashboard.state.roles.at(-1)).toEqual({ ...billing, name: 'Accounting' });
  });

  it('are deleted after a question, unless somebody has them; those of an import can be declared', async () => {
    dashboard.state.roles.push(role('org:billing', 'Billing'), role('org:guest'));
    dashboard.state.roleMembers = { 'org:admin': 1, 'org:billing': 3, 'org:old': 1 };
    page = await dashboard.open(PATH);
    const held = page.getByRole('button', { name: 'Delete Billing', description: /3 members.*It stays/ });
    expect(await held.isDisabled()).toBe(true);
    await button('Delete org:guest').click();
    await page.getByRole('dialog').getByText('nobody has it.').waitFor();
    dashboard.state.roleMembers['org:guest'] = 2;
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await alert('2 members of organizations have the role org:guest');
    delete dashboard.state.roleMembers['org:guest'];
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('org:guest is deleted.').waitFor();
    expect(dashboard.state.roles.map(({ key }) => key)).toEqual(['org:admin', 'org:member', 'org:billing']);
    await row(/org:old.*not declared/).waitFor();
    await button('Declare org:old').click();
    await page.getByLabel('Name (optional)').fill('Old hands');
    await button('Save role').click();
    await page.getByText('Old hands is saved.').waitFor();
    expect(dashboard.state.roles.at(-1)).toEqual(role('org:old', 'Old hands'));
  });

  it('a save beside somebody else’s shows theirs, keeps what was typed, and goes on top when repeated', async () => {
    dashboard.state.roles.push(role('org:billing', 'Billing'));
    page = await dashboard.open(PATH);
    await button('Edit Billing').click();
    await page.getByLabel('Name (optional)').fill('Mine');
    dashboard.state.roles = [role('org:admin'), role('org:billing', 'Theirs'), role('org:new')];
    dashboard.state.configVersion += 1;
    await button('Save role').click();
    await alert('Somebody else changed the configuration meanwhile: nothing was saved.');
    await page.getByText('Now saved: name “Theirs”').waitFor();
    expect(await page.getByLabel('Name (optional)').inputValue()).toBe('Mine');
    await expectFits();
    await button('Save role').click();
    await page.getByText('Mine is saved.').waitFor();
    expect(dashboard.state.roles).toEqual([role('org:admin'), role('org:billing', 'Mine'), role('org:new')]);
  });

  it('say that they load, what failed, and fit with long names in 390 pixels; a viewer only looks', async () => {
    const LONG = `org:${'x'.repeat(60)}`;
    dashboard.state.permissions = [`${LONG}:${'y'.repeat(60)}`, 'org:invoices:create'];
    dashboard.state.roles.push(
      {
        ...role(LONG, 'مدير '.repeat(15).trim(), dashboard.state.permissions),
        description: 'Long. '.repeat(60),
      },
      role('org:billing', 'Billing', ['org:invoices:create']),
    );
    dashboard.state.roleMembers = { 'org:admin': 12, 'org:member': 1_234 };
    page = await dashboard.open('/dashboard/users');
    await page.getByRole('link', { name: 'Roles and permissions' }).waitFor();
    dashboard.state.isDown = true;
    await page.getByRole('link', { name: 'Roles and permissions' }).click();
    await alert('The server cannot be reached.');
    dashboard.state.isDown = false;
    expect(await button('Create role').isDisabled()).toBe(true);
    let release = () => {};
    await page.route(/organization_roles$/, async (route) => {
      await new Promise<void>((done) => {
        release = done;
      });
      await route.continue();
    });
    await button('Try again').click();
    await page.getByText('Loading the roles…').waitFor();
    release();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByText('1,234 members').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits();
    dashboard.state.role = 'viewer';
    await page.reload();
    await page.getByText('Your role may look, not change').waitFor();
    for (const name of ['Create role', 'Edit Billing', 'Delete Billing', 'Add permission'])
      expect([name, await button(name).isDisabled()]).toEqual([name, true]);
    await expectFits();
  });
});
