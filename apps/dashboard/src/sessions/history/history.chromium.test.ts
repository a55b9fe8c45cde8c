import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { NAUGHTY_NAME } from '../../testing/fake-state.ts';
import { saveSource } from '../../testing/fake-template-versions.ts';
import {
  axeProblems,
  editorText,
  editTemplate,
  startDashboard,
  type TestDashboard,
} from '../../testing/open-dashboard.ts';
import { takePicture } from '../../testing/take-picture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const NAME = '{\n  "name": "{{user.full_name}}",\n  "id": "{{user.id}}"\n}';
const FALLBACK =
  '{\n  "name": "{{user.full_name || \'you\'}}",\n  "role": "{{user.public_metadata.role}}"\n}';
const TEST = { name: 'always a name', expect: [{ claim: 'name', type: 'string' }] };

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => {
  dashboard.reset();
  saveSource(dashboard.state, NAME, 'first');
  saveSource(dashboard.state, FALLBACK, NAUGHTY_NAME, [TEST]);
});
afterEach(() => expect(dashboard.problems).toEqual([]));

const open = async () => {
  page = await dashboard.open('/dashboard/sessions');
};
const history = () => page.getByRole('region', { name: 'History' });
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
const choose = async (...versions: number[]) => {
  for (const version of versions)
    await page.getByLabel(`Compare version ${version}`, { exact: true }).check();
};

describe('the list', () => {
  it('says who, when and why; what others wrote is text', async () => {
    dashboard.state.author = NAUGHTY_NAME;
    saveSource(dashboard.state, NAME, 'x'.repeat(200), []);
    await open();
    await history().getByText('Version 3', { exact: true }).waitFor();
    const items = await history().getByRole('listitem').allInnerTexts();
    expect(items).toHaveLength(3);
    expect(items[0]).toMatch(/^Version 3 active .* 2025.* by <img src=x onerror=alert\(1\)> — x+/);
    expect(items[1]).toContain(NAUGHTY_NAME);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await history().getByRole('button', { name: 'Roll back to version 3' }).count()).toBe(0);
  });

  it('goes on in pages; choices stay', async () => {
    for (let version = 3; version <= 12; version += 1)
      saveSource(dashboard.state, `{"n": ${version}}`, null, []);
    await open();
    await choose(12);
    await page.getByRole('button', { name: 'Next' }).click();
    await choose(1);
    await page.getByRole('button', { name: 'Compare' }).click();
    await dialog('Version 1 and version 12').waitFor();
  });

  it('is empty before anything was saved, and says when it cannot be loaded', async () => {
    dashboard.reset();
    const failing = { method: 'GET', path: /versions$/, status: 500, body: {} };
    dashboard.state.overrides.push(failing, failing);
    await open();
    await history().getByRole('alert').waitFor();
    dashboard.state.overrides.length = 0;
    await history().getByRole('button', { name: 'Try again' }).click();
    await history().getByText('Nothing has been saved yet.').waitFor();
    // The refusal that this test asks for.
    dashboard.problems.length = 0;
  });
});

describe('two versions', () => {
  it('are compared in text, for readers, and for one user', async () => {
    await open();
    const compare = page.getByRole('button', { name: 'Compare' });
    await page.getByLabel('Compare version 1', { exact: true }).waitFor();
    expect(await compare.isDisabled()).toBe(true);
    await choose(2, 1);
    await compare.click();
    const shown = dialog('Version 1 and version 2');
    const text = shown.getByRole('region', { name: 'Difference of the templates' });
    await text.waitFor();
    expect(await text.locator('del').allTextContents()).toEqual([
      '-   "name": "{{user.full_name}}",\n',
      '-   "id": "{{user.id}}"\n',
    ]);
    expect(await text.locator('ins').count()).toBe(2);
    expect(
      await shown.getByRole('region', { name: 'Difference of the tests' }).locator('ins').count(),
    ).toBeGreaterThan(1);
    const rows = await shown
      .getByRole('table', { name: 'Claims that change' })
      .getByRole('row')
      .allInnerTexts();
    expect(rows.map((row) => row.split(/\s*\t\s*/))).toEqual([
      ['Claim', 'What changes', 'Before', 'After'],
      ['/name', 'Is never null now', 'string | null', 'string'],
      ['/id', 'Removed', 'string', '—'],
      ['/role', 'Added', '—', 'unknown'],
    ]);
    const user = shown.getByRole('table', { name: 'Claims of this user that differ' });
    await user.waitFor();
    expect(
      (await user.getByRole('row').allInnerTexts()).map((row) => row.split(/\s*\t\s*/)).slice(1),
    ).toEqual([
      ['/id', '"user_ada"', 'absent'],
      ['/role', 'absent', '"editor"'],
    ]);
    await shown.getByText(/Cookie of Ada: [\d,]+ bytes before, [\d,]+ after/).waitFor();
    await takePicture(page, 'template-versions.png');
  });

  it('a third choice takes the place of the oldest', async () => {
    saveSource(dashboard.state, NAME, null, []);
    await open();
    await page.getByLabel('Compare version 1', { exact: true }).waitFor();
    await choose(1, 2, 3);
    expect(await page.getByLabel('Compare version 1', { exact: true }).isChecked()).toBe(false);
    await history().getByText('Version 2 with version 3.').waitFor();
  });
});

describe('rolling back', () => {
  const openRollback = async () => {
    await open();
    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    await dialog('Roll back to version 1?').waitFor();
  };
  const confirm = () =>
    dialog('Roll back to version 1?').getByRole('button', { name: 'Roll back', exact: true }).click();

  it('shows what it changes, then saves the old text and tests as a new version', async () => {
    await openRollback();
    const change = page.getByRole('region', { name: 'What rolling back changes', exact: true });
    expect(await change.locator('ins').first().textContent()).toBe('+   "name": "{{user.full_name}}",\n');
    await confirm();
    await page.getByText('Rolled back to version 1; apps see it within 60 seconds.').waitFor();
    await history().getByText('Rolled back to version 1', { exact: false }).first().waitFor();
    expect(dashboard.state).toMatchObject({ source: NAME, version: 3, tests: [] });
  });

  it('keeps today’s tests when told, and then is refused by them, with everything that fails', async () => {
    await openRollback();
    await page.getByLabel('Keep today’s tests').check();
    await confirm();
    await page.getByText('Test "always a name": expected string, but it is null: null.').waitFor();
    expect(dashboard.state.version).toBe(2);
    await dialog('Roll back to version 1?').getByRole('button', { name: 'Cancel' }).click();
  });

  it('that breaks users asks for their number, as a save does, and keeps it with the version', async () => {
    const { state } = dashboard;
    saveSource(state, '{ "notes": "{{user.public_metadata.notes}}" }', 'notes', []);
    saveSource(state, NAME, 'without notes', []);
    for (const user of state.users.slice(0, 2)) user.publicMetadata.notes = 'n'.repeat(4_000);
    await open();
    await page.getByRole('button', { name: 'Roll back to version 3' }).click();
    const question = dialog('Roll back to version 3?');
    const button = question.getByRole('button', { name: 'Roll back', exact: true });
    await button.click();
    await question.getByText(/The tokens of 2 users would not fit.*most of them in "notes"/).waitFor();
    const field = question.getByLabel('Roll back nevertheless: type the number of users');
    await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await axeProblems(page)).toEqual([]);
    for (const wrong of ['1', 'two', '']) {
      await field.fill(wrong);
      expect(await button.isDisabled()).toBe(true);
    }
    state.users[2]!.publicMetadata.notes = 'n'.repeat(4_000);
    await field.fill('2');
    await button.click();
    await question.getByText('You accepted that 2 users lose their claims, but it would be 3').waitFor();
    expect([state.version, await button.isDisabled()]).toEqual([4, true]);
    await field.fill('3');
    await button.click();
    await page.getByText('Rolled back to version 3; apps see it within 60 seconds.').waitFor();
    expect(state.versions[0]).toMatchObject({ version: 5, acceptedBrokenUsers: 3 });
    await history().locator('summary').first().click();
    await history().getByText('Saved although the tokens of 3 users would not fit.').waitFor();
  });

  it('when somebody saved meanwhile, shows the difference from theirs and asks again', async () => {
    await openRollback();
    saveSource(dashboard.state, '{"theirs": 1}', null, []);
    await confirm();
    await page.getByText('Somebody else has saved meanwhile.').waitFor();
    const change = page.getByRole('region', { name: 'What rolling back changes', exact: true });
    await expect.poll(() => change.locator('del').first().textContent()).toBe('- {"theirs": 1}\n');
    expect(dashboard.state.source).toBe('{"theirs": 1}');
    await confirm();
    await expect.poll(() => dashboard.state.source).toBe(NAME);
  });

  it('or the old text goes into the editor first', async () => {
    await openRollback();
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await expect.poll(() => editorText(page)).toBe(NAME);
    await page.getByText('Unsaved changes').waitFor();
    expect(dashboard.state.version).toBe(2);
  });

  it('works with the keyboard alone, and gives the focus back', async () => {
    await open();
    await page.getByRole('button', { name: 'Roll back to version 1' }).focus();
    await page.keyboard.press('Enter');
    await dialog('Roll back to version 1?').waitFor();
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
      );
    for (let step = 0; step < 12 && (await focused()) !== 'Roll back'; step += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe('Roll back');
    await page.keyboard.press('Escape');
    await dialog('Roll back to version 1?').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Roll back to version 1');
  });
});

describe('a save that meets another’s', () => {
  it('shows what differs, in text and for readers', async () => {
    await open();
    await editTemplate(page, '{"name": "{{user.full_name || \'you\'}}"}');
    saveSource(dashboard.state, NAME, null, []);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const shown = dialog('Somebody else saved meanwhile');
    await shown.getByText('Whole texts').click();
    await shown.getByRole('region', { name: 'From your template to theirs' }).waitFor();
    await shown.getByRole('row', { name: /\/name May be null now/ }).waitFor();
    await shown.getByRole('row', { name: /\/id Added/ }).waitFor();
  });
});
