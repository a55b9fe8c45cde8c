import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveSource } from '../../testing/fake-template-versions.ts';
import {
  axeProblems,
  editTemplate,
  startDashboard,
  type TestDashboard,
} from '../../testing/open-dashboard.ts';
import { takePicture } from '../../testing/take-picture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const SOURCE = '{\n  "org_id": "{{org.id}}",\n  "name": "{{user.full_name}}"\n}';
const NO_ORG = { name: 'user without organization', expect: [{ claim: 'org_id', equals: null }] };

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => {
  dashboard.reset();
  saveSource(dashboard.state, SOURCE, null, [NO_ORG]);
});
afterEach(() => expect(dashboard.problems).toEqual([]));

const openEditor = async (look = {}) => {
  page = await dashboard.open('/dashboard/sessions', look);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Claims of the session token' }).waitFor();
};
const tab = (name: RegExp) => page.getByRole('tab', { name });
const panel = () => page.getByRole('tabpanel', { name: /^Tests/ });
const openTests = async (look = {}) => {
  await openEditor(look);
  await tab(/^Tests/).click();
  await panel().locator('.cm-content').waitFor();
};
const results = () => page.getByRole('list', { name: 'Results' });
async function writeTests(text: string): Promise<void> {
  await panel().locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.evaluate((written) => navigator.clipboard.writeText(written), text);
  await page.keyboard.press('Control+v');
}
const testsText = async () => {
  const lines = await panel().locator('.cm-line').allInnerTexts();
  return JSON.parse(lines.join('\n')) as { name: string; given?: unknown; expect: unknown[] }[];
};
const save = () => page.getByRole('button', { name: 'Save', exact: true });

describe('results', () => {
  it('follow the template while it is typed, and a failing test keeps it from being saved', async () => {
    await openEditor();
    await tab(/^Tests: 1 passing$/).waitFor();
    await editTemplate(page, '{"org_id": "{{user.id}}"}');
    await tab(/^Tests: 1 of 1 failing$/).waitFor();
    await page.getByText('A test fails.').waitFor();
    expect(await save().isDisabled()).toBe(true);
    await tab(/^Tests/).click();
    const failing = results().getByRole('listitem');
    await failing.getByText('user without organization').waitFor();
    expect(await failing.textContent()).toMatch(/^Fails.*org_idexpected nullis "user_0+"$/);
    await takePicture(page, 'template-tests.png');
  });

  it('follow the tests while they are typed; what is no test is told with its place', async () => {
    await openTests();
    await writeTests(
      '[{"name": "named", "given": {"user": {"first_name": "Ada"}}, "expect": [{"claim": "name", "equals": "Eve"}]}]',
    );
    await results().getByText(/Fails/).waitFor();
    await results().getByText('"Ada"').waitFor();
    await writeTests(
      '[{"name": "x", "given": {"user": {"firstname": "Ada"}}, "expect": [{"claim": "name", "absent": true}]}]',
    );
    await page.getByText('Did you mean user.first_name?').waitFor();
    await page.getByText('/0/given/user/firstname').waitFor();
    await page.getByText('Fix the tests first.').waitFor();
    await page.getByText('Results of the last text without errors.').waitFor();
  });

  it('read real users of this moment; one who is not there fails', async () => {
    await openTests();
    const of = (id: string) => ({
      name: id,
      given: { user_id: id },
      expect: [{ claim: 'name', type: 'string' }],
    });
    await writeTests(JSON.stringify([of('user_1'), of('user_2')]));
    await results().getByText('user_1 is not there').waitFor();
    await tab(/^Tests: 2 of 2 failing$/).waitFor();
  });

  it('say that they cannot be had, and come when asked again', async () => {
    const errors = [{ code: 'x', message: 'No.', long_message: 'The context is away.' }];
    const failing = { method: 'GET', path: /test_context$/, status: 422, body: { errors } };
    dashboard.state.overrides.push(failing, failing);
    await openTests();
    await panel().getByText('The context is away.').waitFor();
    dashboard.state.overrides.length = 0;
    await panel().getByRole('button', { name: 'Try again' }).click();
    await results().getByText('user without organization').waitFor();
  });
});

describe('writing tests', () => {
  it('begins with an empty state and an example', async () => {
    saveSource(dashboard.state, SOURCE, null, []);
    await openTests();
    await panel().getByText('No tests yet.').waitFor();
    await panel().getByRole('button', { name: 'Add a test' }).click();
    await results().getByText('New test').waitFor();
    await panel().getByRole('button', { name: 'Add a test' }).click();
    await results().getByText('New test 2').waitFor();
  });

  it('makes one from the user of the preview, which passes', async () => {
    await openTests();
    const make = panel().getByRole('button', { name: 'Make a test from this user' });
    await expect.poll(() => make.isEnabled()).toBe(true);
    await make.click();
    await tab(/^Tests: 2 passing$/).waitFor();
    expect((await testsText())[1]).toEqual({
      name: 'Claims of Ada Lovelace',
      given: { user: { full_name: 'Ada Lovelace' } },
      expect: [
        { claim: 'org_id', equals: null },
        { claim: 'name', equals: 'Ada Lovelace' },
      ],
    });
  });

  it('completes members, shortcodes and the template’s claims', async () => {
    await openTests();
    /** What is offered at the bar. */
    const offered = async (text: string) => {
      await writeTests(text.replace('|', ''));
      for (let step = text.length - text.indexOf('|') - 1; step > 0; step -= 1)
        await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Control+Space');
      await panel().locator('.cm-tooltip-autocomplete li').first().waitFor();
      const labels = panel().locator('.cm-tooltip-autocomplete li .cm-completionLabel');
      const found = (await labels.allTextContents()).sort();
      await page.keyboard.press('Escape');
      return found;
    };
    expect(await offered('[{"|": 1}]')).toEqual(['expect', 'given', 'name']);
    expect(await offered('[{"given": {"user": {"first|": 1}}}]')).toEqual(['first_name']);
    expect(await offered('[{"expect": [{"claim": "|"}]}]')).toEqual(['name', 'org_id']);
    expect(await offered('[{"expect": [{"claim": "x", "type": "nu|"}]}]')).toEqual(['null', 'number']);
    await writeTests('[{"expect": [{');
    await page.keyboard.type('"cl');
    await panel().locator('.cm-tooltip-autocomplete li').first().waitFor();
  });
});

describe('saving', () => {
  it('keeps template and tests together, as one version', async () => {
    await openEditor();
    await editTemplate(page, '{"organization": "{{org.id}}"}');
    await page.getByText('A test fails.').waitFor();
    await tab(/^Tests/).click();
    await panel().locator('.cm-content').waitFor();
    const renamed = [{ name: 'renamed', expect: [{ claim: 'organization', equals: null }] }];
    await writeTests(JSON.stringify(renamed));
    await save().click();
    await page.getByText('Saved as version 2').waitFor();
    expect(dashboard.state).toMatchObject({
      source: '{"organization": "{{org.id}}"}',
      tests: renamed,
      version: 2,
    });
    await page.getByText('All saved').waitFor();
  });

  it('of tests alone makes a version; Reset brings them back before', async () => {
    await openTests();
    await writeTests('[]');
    await page.getByText('Unsaved changes').waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('All saved').waitFor();
    expect(await testsText()).toEqual([NO_ORG]);
    await writeTests('[]');
    await panel().getByText('No tests yet.').waitFor();
    await expect.poll(() => save().isEnabled()).toBe(true);
    await page.keyboard.press('Control+s');
    await page.getByText('Saved as version 2').waitFor();
    expect(dashboard.state).toMatchObject({ source: SOURCE, tests: [] });
  });

  it('shows what only the server knows to fail', async () => {
    const errors = [
      {
        code: 'template_tests_failed',
        message: 'The template breaks one of its tests',
        long_message:
          'Test "gone": expected a user of this instance, but it is user_1 is not there. Nothing was saved.',
        meta: { pointer: '/0/given/user_id' },
      },
    ];
    dashboard.state.overrides.push({ method: 'PATCH', path: /config$/, status: 422, body: { errors } });
    await openTests();
    await writeTests('[]');
    await save().click();
    await panel().getByText('Test "gone"').waitFor();
    expect(dashboard.state.tests).toEqual([NO_ORG]);
  });
});

describe('the tabs', () => {
  it('move by arrow keys; an inserted shortcode shows the template', async () => {
    await openTests();
    await tab(/^Tests/).focus();
    await page.keyboard.press('ArrowLeft');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Template');
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toMatch(/^Tests/);
    await page.getByRole('button', { name: /^user\.username/ }).click();
    await page.getByRole('textbox', { name: 'Claims of the session token' }).waitFor();
    expect(await page.getByRole('tabpanel').count()).toBe(1);
  });
});

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('in %s, %i pixels wide', (theme, width) => {
  it('tests that pass and fail have no fault that axe knows, and nothing sticks out', async () => {
    const long = `a name that is long, ${'n'.repeat(90)}`;
    saveSource(dashboard.state, SOURCE, null, [
      NO_ORG,
      { name: long, expect: [{ claim: 'name', equals: 'x'.repeat(400) }, { claims_bytes_at_most: 5 }] },
    ]);
    await openTests({ theme, width });
    await results().getByText(long).waitFor();
    const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect([await axeProblems(page), sticksOut]).toEqual([[], false]);
  });
});
