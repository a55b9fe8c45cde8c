import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeConnection } from '../testing/fake-social.ts';
import { unclearInEveryLook } from '../testing/looks.ts';
import { axeProblems, startDashboard, type TestDashboard } from '../testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => dashboard.reset());
afterEach(() => expect(dashboard.problems).toEqual([]));

const dialog = () => page.getByRole('dialog');
const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();

describe('Social connections', () => {
  it('say when there are none; Google is added with its callback URL to copy', async () => {
    page = await dashboard.open('/dashboard/social');
    await page.getByText('No connection yet.').waitFor();
    await page.getByRole('button', { name: 'Add connection' }).click();
    await dialog().getByText('http://localhost:1853/i/app/v1/oauth_callback').waitFor();
    await dialog().getByRole('button', { name: 'Copy the callback URL' }).waitFor();
    await dialog().getByLabel('Client ID').fill('google-id');
    await dialog().getByLabel('Client secret').fill('google-secret');
    expect(await axeProblems(page)).toEqual([]);
    await press('Add');
    await page.getByRole('rowheader', { name: 'Google' }).waitFor();
    expect(dashboard.state.clientSecrets).toEqual(['google-secret']);
    expect(dashboard.state.connections).toMatchObject([{ strategy: 'oauth_google', client_id: 'google-id' }]);
  });

  it('a refusal is shown, and what was typed stays', async () => {
    dashboard.state.connections = [fakeConnection({ kind: 'github' })];
    page = await dashboard.open('/dashboard/social');
    await page.getByRole('button', { name: 'Add connection' }).click();
    await dialog().getByLabel('Provider').selectOption('github');
    await dialog().getByLabel('Client ID').fill('typed');
    await dialog().getByLabel('Client secret').fill('x');
    await press('Add');
    await dialog().getByText('There is already a record with this kind.').waitFor();
    expect(await dialog().getByLabel('Client ID').inputValue()).toBe('typed');
  });

  it('OpenID Connect is named by its key, changed without its secret, switched off, deleted', async () => {
    page = await dashboard.open('/dashboard/social');
    await page.getByRole('button', { name: 'Add connection' }).click();
    await dialog().getByLabel('Provider').selectOption('oidc');
    await dialog().getByLabel('Name').fill('<b>Acme</b>');
    await dialog().getByLabel('Key').fill('acme');
    await dialog().getByText('Apps call it oauth_custom_acme.').waitFor();
    await dialog().getByLabel('Issuer').fill('https://login.example.com');
    await dialog().getByLabel('Client ID').fill('id');
    await dialog().getByLabel('Client secret').fill('first');
    await press('Add');
    await page.getByRole('button', { name: 'Edit <b>Acme</b>' }).click();
    expect(await dialog().getByLabel('Client secret').inputValue()).toBe('');
    await dialog().getByLabel('Name').fill('Acme');
    await dialog().getByLabel('Users may sign in with it').uncheck();
    await press('Save');
    await page.getByRole('rowheader', { name: 'Acme', exact: true }).waitFor();
    expect(dashboard.state.clientSecrets).toEqual(['first']);
    expect(dashboard.state.connections).toMatchObject([{ strategy: 'oauth_custom_acme', enabled: false }]);
    await page.getByRole('button', { name: 'Delete Acme' }).click();
    await press('Delete');
    await page.getByText('No connection yet.').waitFor();
    expect(dashboard.state.connections).toEqual([]);
  });

  it('an unreachable server is told, and asked again', async () => {
    page = await dashboard.open('/dashboard/users');
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    dashboard.state.isDown = true;
    await page.getByRole('link', { name: 'Social connections' }).click();
    await page.getByText('The server cannot be reached.').waitFor();
    dashboard.state.isDown = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No connection yet.').waitFor();
  });

  it('axe finds nothing in the list and the form, in every look', async () => {
    dashboard.state.connections = [
      fakeConnection({ kind: 'google' }),
      fakeConnection({
        kind: 'oidc',
        key: 'acme',
        name: 'Acme',
        issuer: 'https://login.example.com',
        enabled: false,
      }),
    ];
    page = await dashboard.open('/dashboard/social');
    await page.getByRole('rowheader', { name: 'Acme' }).waitFor();
    expect(await unclearInEveryLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit Acme' }).click();
    expect(await unclearInEveryLook(page)).toEqual([]);
  });
});
