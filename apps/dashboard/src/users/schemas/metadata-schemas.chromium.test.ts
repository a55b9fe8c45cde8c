import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { axeProblems, startDashboard, type TestDashboard } from '../../testing/open-dashboard.ts';
import { takePicture } from '../../testing/take-picture.ts';
import { giveTwoInstances } from '../../testing/two-instances.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => dashboard.reset());
afterEach(() => expect(dashboard.problems).toEqual([]));

const SCHEMA = {
  type: 'object',
  properties: { role: { enum: ['admin', 'member'] }, note: { type: 'string' }, seats: { type: 'integer' } },
};
const editor = (name: string) => page.getByRole('textbox', { name, exact: true });
const write = async (name: string, text: string) => {
  await editor(name).click();
  await page.keyboard.press('ControlOrMeta+A');
  // One event, so that no bracket is closed on the way.
  await page.keyboard.insertText(text);
};
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('Metadata schemas', () => {
  it('are checked while they are typed, tell who violates them, and are saved with the version', async () => {
    page = await dashboard.open('/dashboard/users');
    await page.getByRole('link', { name: 'Metadata schemas' }).click();
    await write('Schema of public metadata', '{"type": "object", "propertis": {}}');
    await page.getByText('did you mean properties?').first().waitFor();
    await page.locator('.cm-lintRange-error').first().waitFor();
    expect(await button('Save schemas').isDisabled()).toBe(true);
    await write('Schema of public metadata', JSON.stringify(SCHEMA, null, 2));
    await button('Check users').click();
    await page.getByText('5 of 5 users violate the schemas.').waitFor();
    await page
      .getByRole('row', { name: /Ada Lovelace/ })
      .getByText('must be one of "admin", "member"')
      .waitFor();
    expect(dashboard.state.metadataSchemas.public).toBe(null);
    await page.getByLabel('Refuse it').check();
    expect(await axeProblems(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 2000 });
    await page.getByRole('heading', { name: 'Metadata schemas' }).scrollIntoViewIfNeeded();
    await takePicture(page, 'metadata-schemas.png');
    await button('Save schemas').click();
    await page.getByText('Metadata schemas saved.').waitFor();
    expect(dashboard.state.metadataSchemas).toEqual({
      public: SCHEMA,
      unsafe: null,
      private: null,
      enforcement: 'refuse',
    });
    expect(await button('Save schemas').isDisabled()).toBe(true);
  });

  it('are saved beside what others saved, put together where it was the schemas, and not left unsaved unasked', async () => {
    page = await dashboard.open('/dashboard/users/metadata-schemas');
    await page.getByLabel('Refuse it').check();
    // Something else of the configuration.
    dashboard.state.configVersion += 1;
    await button('Save schemas').click();
    await page.getByText('Metadata schemas saved.').waitFor();
    expect(dashboard.state.metadataSchemas.enforcement).toBe('refuse');
    const [theirs, mine] = ['{"type": "object", "required": ["plan"]}', '{"type": "object"}'];
    await write('Schema of unsafe metadata', mine);
    dashboard.state.configVersion += 1;
    dashboard.state.metadataSchemas = { ...dashboard.state.metadataSchemas, private: JSON.parse(theirs) };
    await button('Save schemas').click();
    await page.getByRole('row', { name: /^private changed by them not there/ }).waitFor();
    await page.getByRole('row', { name: /^unsafe changed by you not there not there/ }).waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await button('Keep mine on top of theirs').click();
    await button('Save schemas').click();
    await expect
      .poll(() => dashboard.state.metadataSchemas)
      .toMatchObject({ private: JSON.parse(theirs), unsafe: JSON.parse(mine) });
    await write('Schema of unsafe metadata', '{"required": ["seat"]}');
    const leave = () => page.getByRole('link', { name: 'All users' }).click();
    await leave();
    await button('Keep editing').click();
    await leave();
    await button('Discard changes').click();
    await page.waitForURL('**/dashboard/users');
    await button('Undo').click();
    await page.waitForURL('**/metadata-schemas');
    await expect.poll(() => editor('Schema of unsafe metadata').textContent()).toContain('seat');
  });

  it('are not left for another instance unasked', async () => {
    page = await dashboard.open('/dashboard/users/metadata-schemas');
    await giveTwoInstances(page);
    await write('Schema of unsafe metadata', '{"required": ["seat"]}');
    const choice = page.getByRole('combobox', { name: 'Instance' });
    await choice.selectOption('app_1/ins_2');
    await button('Keep editing').click();
    expect(await choice.inputValue()).toBe('app_1/ins_1');
    await expect.poll(() => editor('Schema of unsafe metadata').textContent()).toContain('seat');
    await choice.selectOption('app_1/ins_2');
    await button('Discard changes').click();
    await expect.poll(() => choice.inputValue()).toBe('app_1/ins_2');
    expect(await editor('Schema of unsafe metadata').textContent()).not.toContain('seat');
  });

  it('underline what violates them in a user’s metadata', async () => {
    dashboard.state.metadataSchemas = { public: SCHEMA, unsafe: null, private: null, enforcement: 'warn' };
    page = await dashboard.open('/dashboard/users/user_ada');
    await page.getByText('must be one of "admin", "member"').waitFor();
    await page.locator('.cm-lintRange-warning', { hasText: '"role"' }).first().waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await write('Public metadata', '{"role": "admin", "seats": 1.5}');
    await page.getByText('must be a whole number').waitFor();
    await page.getByText('It can be saved; an event notes it:').waitFor();
    await write('Public metadata', '{"role": "admin"}');
    await page.getByText('This does not conform').waitFor({ state: 'detached' });
    await button('Save public metadata').click();
    await page.getByText('Public metadata saved.').waitFor();
    expect(dashboard.state.users[0]?.publicMetadata).toEqual({ role: 'admin' });
  });

  it('complete shortcodes with their types, and warn of a path that they do not have', async () => {
    dashboard.state.metadataSchemas = { public: SCHEMA, unsafe: null, private: null, enforcement: 'warn' };
    page = await dashboard.open('/dashboard/sessions');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const claims = 'Claims of the session token, as JSON';
    await write(claims, '{ "role": "{{user.public_metadata.rolle}}" }');
    await page.getByText('The metadata schema has no user.public_metadata.rolle').first().waitFor();
    await write(claims, '{ "seats": "{{user.public_metadata.se');
    await page.keyboard.type('a');
    const offer = page.getByRole('option', { name: /user\.public_metadata\.seats/ });
    await offer.getByText('number | null').waitFor();
  });
});
