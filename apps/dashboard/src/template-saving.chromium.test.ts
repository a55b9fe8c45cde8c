import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveSource } from './testing/fake-template-versions.ts';
import { editorText, editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';
import { giveTwoInstances } from './testing/two-instances.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const GUIDE = '{\n  "fullName": "{{user.full_name}}",\n  "primaryEmail": "{{user.primary_email_address}}"\n}';

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  dashboard.reset();
  page = await dashboard.open('/dashboard/sessions');
});
afterEach(() => expect(dashboard.problems).toEqual([]));

const dialog = () => page.getByRole('dialog', { name: 'Customize your session token' });
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();

describe('saving', () => {
  it('keeps the text as typed, with its message, and says which version', async () => {
    await editTemplate(page, GUIDE);
    await page.getByRole('button', { name: 'Add a message' }).click();
    await page.getByLabel('What changed').fill('For the guide');
    await save();
    await page.getByText('Saved as version 1; apps see it within 60 seconds').waitFor();
    expect(dashboard.state.source).toBe(GUIDE);
    expect(dashboard.state.versions[0]?.message).toBe('For the guide');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('row', { name: /primaryEmail/ }).waitFor();
    await page.getByText('For the guide').waitFor();
  });

  it('works from page load with the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    await page.locator('body').focus();
    const focusedName = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (name: string) => {
      for (let step = 0; step < 80 && (await focusedName()) !== name; step += 1)
        await page.keyboard.press('Tab');
      expect(await focusedName()).toBe(name);
    };
    await tabTo('Edit');
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    const focusedClass = () => page.evaluate(() => document.activeElement?.className);
    await expect.poll(focusedClass).toBe('editor-place');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.type('{"fullName": "{{user.full');
    await page.locator('.cm-tooltip-autocomplete li').first().waitFor();
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    expect(JSON.parse(await editorText(page))).toEqual({ fullName: '{{user.full_name}}' });
    await tabTo('Save');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByText('Saved as version 1').waitFor();
    expect(JSON.parse(dashboard.state.source!)).toEqual({ fullName: '{{user.full_name}}' });
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(focusedName).toBe('Edit');
  });

  it('shows what the server refuses, and keeps the text', async () => {
    const errors = [
      {
        code: 'size_cap_exceeded',
        message: 'Too large.',
        long_message: 'Send another number.',
        meta: {
          pointer: '/fullName',
          user_name: 'Ada',
          cookie_bytes: 4_200,
          max_bytes: 4_096,
          heaviest_claim: 'fullName',
          users_over_limit: 1,
        },
      },
    ];
    dashboard.state.overrides.push({ method: 'PATCH', path: /config$/, status: 422, body: { errors } });
    await editTemplate(page, GUIDE);
    await save();
    await page
      .getByText(/The tokens of 1 user would not fit.* of Ada, would have 4200 bytes of 4096/)
      .waitFor();
    expect(await page.locator('[data-code="size_cap_exceeded"]').textContent()).toContain('/fullName');
    expect(await editorText(page)).toBe(GUIDE);
    expect(dashboard.state.source).toBeNull();
  });
});

describe('two operators', () => {
  const conflict = () => page.getByRole('dialog', { name: 'Somebody else saved meanwhile' });
  const meet = async (base: string, theirs: string, mine: string) => {
    saveSource(dashboard.state, base);
    await page.reload();
    await editTemplate(page, mine);
    dashboard.state.author = 'Ida';
    saveSource(dashboard.state, theirs, 'their reason');
    await save();
    await conflict().waitFor();
  };
  const claims = async () => JSON.parse(await editorText(page)) as unknown;

  it('the second sees who saved what, and keeps both where they do not meet', async () => {
    await meet('{"a": 1, "b": 1}', '{"a": 2, "b": 1, "c": 1}', '{"a": 1, "b": 3}');
    await conflict().getByText('Ida has saved version 2: their reason.').waitFor();
    await conflict().getByRole('row', { name: 'a changed by them 1 2 1' }).waitFor();
    await conflict().getByRole('row', { name: 'c changed by them not there 1 not there' }).waitFor();
    await conflict().getByRole('button', { name: 'Keep mine on top of theirs' }).click();
    await expect.poll(claims).toEqual({ a: 2, b: 3, c: 1 });
    expect(dashboard.state.version).toBe(2);
    await save();
    await page.getByText('Saved as version 3').waitFor();
    expect(JSON.parse(dashboard.state.source!)).toEqual({ a: 2, b: 3, c: 1 });
  });

  it('chooses where they meet; merging can be undone, and then nobody’s work is overwritten unseen', async () => {
    await meet('{"a": 1, "b": 1}', '{"a": 2, "b": 2}', '{"a": 3, "b": 3}');
    await conflict().getByText('Where both of you changed the same').waitFor();
    await conflict().getByRole('radio', { name: 'b: theirs' }).check();
    await conflict().getByRole('button', { name: 'Keep mine on top of theirs' }).click();
    await expect.poll(claims).toEqual({ a: 3, b: 2 });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(claims).toEqual({ a: 3, b: 3 });
    await save();
    await conflict().waitFor();
    expect(dashboard.state.version).toBe(2);
  });

  it('the second may take the other text, and have their own back', async () => {
    await meet('{"a": 1}', '{"theirs": 1}', GUIDE);
    expect(await page.getByLabel('Their template').textContent()).toBe('{"theirs": 1}');
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => editorText(page)).toBe('{"theirs": 1}');
    await page.getByText('All saved').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => editorText(page)).toBe(GUIDE);
    await page.getByText('Unsaved changes').waitFor();
  });

  it('or go on editing', async () => {
    await meet('{"a": 1}', '{"theirs": 1}', GUIDE);
    await page.getByRole('button', { name: 'Go on editing mine' }).click();
    expect(await editorText(page)).toBe(GUIDE);
    expect(dashboard.state.source).toBe('{"theirs": 1}');
  });

  it('a change of something else than the template stops nobody', async () => {
    await editTemplate(page, GUIDE);
    dashboard.state.configVersion += 1;
    await save();
    await page.getByText('Saved as version 1').waitFor();
    expect(dashboard.state.source).toBe(GUIDE);
  });
});

describe('undo', () => {
  const undo = () => page.getByRole('button', { name: 'Undo' });

  it('takes a save back as a new version, by keyboard, and can be undone itself', async () => {
    saveSource(dashboard.state, '{"old": 1}');
    await page.reload();
    await editTemplate(page, GUIDE);
    await save();
    await page.getByRole('status').getByText('Saved as version 2').waitFor();
    await undo().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Undone: version 3 says what version 1 said.').waitFor();
    expect(dashboard.state.source).toBe('{"old": 1}');
    await page.getByText('Unsaved changes').waitFor();
    expect(await editorText(page)).toBe(GUIDE);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Undo');
    await page.keyboard.press('Enter');
    await page.getByText('Undone: version 4 says what version 2 said.').waitFor();
    expect(dashboard.state.source).toBe(GUIDE);
    await page.getByText('All saved').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await undo().click();
    await expect.poll(() => dashboard.state.source).toBe('{"old": 1}');
    await page.getByRole('row', { name: /old/ }).waitFor();
  });

  it('leaves nothing behind for an editor that is opened later', async () => {
    saveSource(dashboard.state, '{"old": 1}');
    saveSource(dashboard.state, '{"older": 1}');
    await page.reload();
    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    await page.getByRole('button', { name: 'Roll back', exact: true }).click();
    await page.getByText('Rolled back to version 1;').waitFor();
    await editTemplate(page, GUIDE);
    // Nobody waits for what is asked again after the save.
    await page.route(/\/config$/, (route) =>
      route.request().method() === 'GET' ? undefined : route.continue(),
    );
    await save();
    await page.getByText('Saved as version 4').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByText('All saved').waitFor();
    expect(await editorText(page)).toBe(GUIDE);
    await page.unrouteAll();
    await editTemplate(page, '{"next": 1}');
    await save();
    await page.getByText('Saved as version 5').waitFor();
  });

  it('of the first save leaves the default claims', async () => {
    await editTemplate(page, GUIDE);
    await save();
    await undo().click();
    await page.getByText('Undone: version 2 has no claims, as before.').waitFor();
    expect(dashboard.state.source).toBe('{}');
  });

  it('of a save is refused when somebody has saved since, and says so', async () => {
    saveSource(dashboard.state, '{"old": 1}');
    await page.reload();
    await editTemplate(page, GUIDE);
    await save();
    await page.getByText('Saved as version 2').waitFor();
    saveSource(dashboard.state, '{"newer": 1}');
    await undo().click();
    await page.getByText('Not undone. Somebody else has saved meanwhile.').waitFor();
    expect(dashboard.state.source).toBe('{"newer": 1}');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await page.getByText('The text of version 1 is in the editor.').waitFor();
    expect(await editorText(page)).toBe('{"old": 1}');
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(GUIDE);
  });

  it('of a step loses nothing that was typed since, and finds the editor open or closed', async () => {
    const [typed, other] = ['{"typed": 1}', '{"other": 1}'];
    await editTemplate(page, GUIDE);
    await page.getByRole('button', { name: 'Reset' }).click();
    await editTemplate(page, typed);
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(GUIDE);
    expect(await page.getByText('Back to what is saved.').count()).toBe(0);
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(typed);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(typed);
    expect(await undo().count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    // The button that had the focus is gone.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('page');
    await editTemplate(page, other);
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(typed);
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(other);
  });

  it('of a reset, and of a discarding, brings the text back', async () => {
    await editTemplate(page, GUIDE);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('Back to what is saved.').waitFor();
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(GUIDE);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByText('Changes discarded.').waitFor();
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(GUIDE);
  });

  it('of a discarding leads back to the page that was left', async () => {
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('link', { name: 'Sessions' }).click();
    await editTemplate(page, GUIDE);
    await page.evaluate(() => window.history.back());
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.waitForURL('**/dashboard/users');
    await undo().click();
    await page.waitForURL('**/dashboard/sessions');
    await expect.poll(() => editorText(page)).toBe(GUIDE);
    await page.reload();
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    expect(await dialog().count()).toBe(0);
  });

  it('of a discarding is not given to another instance', async () => {
    await giveTwoInstances(page);
    await editTemplate(page, GUIDE);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    const choice = page.getByRole('combobox', { name: 'Instance' });
    await choice.selectOption('app_1/ins_2');
    await expect.poll(() => choice.inputValue()).toBe('app_1/ins_2');
    await undo().click();
    await page.getByText('These changes belong to another instance').waitFor();
    expect(await dialog().count()).toBe(0);
    await choice.selectOption('app_1/ins_1');
    await expect.poll(() => choice.inputValue()).toBe('app_1/ins_1');
    await undo().click();
    await expect.poll(() => editorText(page)).toBe(GUIDE);
  });

  it('goes on in the editor after it was closed and opened', async () => {
    await editTemplate(page, GUIDE);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const content = page.locator('dialog .cm-content');
    await content.click();
    expect(await editorText(page)).not.toBe(GUIDE);
    await page.keyboard.press('Control+z');
    await expect.poll(() => editorText(page)).toBe(GUIDE);
  });
});

describe('unsaved changes', () => {
  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['Esc', () => page.keyboard.press('Escape')],
    ['the X', () => page.getByRole('button', { name: 'Close' }).first().click()],
    ['the backdrop', () => page.mouse.click(4, 4)],
    ['the browser’s back', () => page.evaluate(() => window.history.back())],
  ];
  it.each(ways)('%s asks, keeps, then discards', async (_, leave) => {
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('link', { name: 'Sessions' }).click();
    await editTemplate(page, GUIDE);
    await page.getByText('Unsaved changes').waitFor();
    await leave();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    expect(await editorText(page)).toBe(GUIDE);
    await leave();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(dashboard.state.source).toBeNull();
  });

  it('closing the tab asks', async () => {
    await editTemplate(page, GUIDE);
    await page.getByText('Unsaved changes').waitFor();
    const asked = page.waitForEvent('dialog');
    void page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.accept();
  });

  it('Reset brings back what is saved; then nothing is asked', async () => {
    const before = await page
      .getByRole('button', { name: 'Edit', exact: true })
      .click()
      .then(() => editorText(page));
    await editTemplate(page, GUIDE);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await editorText(page)).toBe(before);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });
});
