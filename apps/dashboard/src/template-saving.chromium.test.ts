import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveSource } from './testing/fake-template-versions.ts';
import { editorText, editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

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
        long_message: 'Ada’s token would not fit.',
        meta: { pointer: '/fullName' },
      },
    ];
    dashboard.state.overrides.push({ method: 'PATCH', path: /config$/, status: 422, body: { errors } });
    await editTemplate(page, GUIDE);
    await save();
    await page.getByText('Ada’s token would not fit.').waitFor();
    expect(await page.locator('[data-code="size_cap_exceeded"]').textContent()).toContain('/fullName');
    expect(await editorText(page)).toBe(GUIDE);
    expect(dashboard.state.source).toBeNull();
  });
});

describe('two operators', () => {
  const OTHER = '{"theirs": 1}';
  beforeEach(async () => {
    await editTemplate(page, GUIDE);
    saveSource(dashboard.state, OTHER);
    await save();
    await page.getByRole('dialog', { name: 'Somebody else saved meanwhile' }).waitFor();
    expect(await page.getByLabel('Their template').textContent()).toBe(OTHER);
  });

  it('the second may take the other text', async () => {
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => editorText(page)).toBe(OTHER);
    expect(dashboard.state.source).toBe(OTHER);
  });

  it('or save over it, knowing', async () => {
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Saved as version 2').waitFor();
    expect(dashboard.state.source).toBe(GUIDE);
  });

  it('or go on editing', async () => {
    await page.getByRole('button', { name: 'Go on editing mine' }).click();
    expect(await editorText(page)).toBe(GUIDE);
    expect(dashboard.state.source).toBe(OTHER);
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
