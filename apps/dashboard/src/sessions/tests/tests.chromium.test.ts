import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveSource } from '../../testing/fake-template-versions.ts';
import { unclearInEveryLook } from '../../testing/looks.ts';
import { editTemplate, startDashboard, type TestDashboard } from '../../testing/open-dashboard.ts';
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

const openEditor = async () => {
  page = await dashboard.open('/dashboard/sessions');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Claims of the session token' }).waitFor();
};
const tab = (name: RegExp) => page.getByRole('tab', { name });
const panel = () => page.getByRole('tabpanel', { name: /^Tests/ });
const openForm = async () => {
  await openEditor();
  await tab(/^Tests/).click();
  await button('Edit as JSON').waitFor();
};
const openTests = async () => {
  await openForm();
  await button('Edit as JSON').click();
  await panel().locator('.cm-content').waitFor();
};
const button = (name: string) => panel().getByRole('button', { name, exact: true });
const forms = () => panel().getByRole('list', { name: 'Tests' });
const form = (name: string) => forms().getByRole('listitem', { name, exact: true });
const expectation = (number: number) => panel().getByRole('listitem', { name: `Expectation ${number}` });
/** What the operator's save would keep. */
const saved = async () => {
  await save().click();
  await page.getByText(/Saved as version/).waitFor();
  return dashboard.state.tests as { name: string; given?: unknown; expect: unknown[] }[];
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
    const failing = form('user without organization');
    await failing.getByText('user without organization').waitFor();
    expect(await failing.textContent()).toMatch(/^Fails.*org_idexpected nullis "user_0+"$/);
    await button('Edit user without organization').click();
    await expectation(1).getByText('Change the template, or what is expected.').waitFor();
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

describe('the form', () => {
  const FIXTURES = 'Whose claims';
  const give = (path: string) => panel().getByLabel('Give another value').selectOption(path);

  it('writes a test: a name, a user, a claim and a condition; Ctrl+S saves it', async () => {
    await openForm();
    await button('Add a test').click();
    const name = panel().getByLabel('Name: what is promised');
    await expect.poll(() => name.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Ada by name');
    await panel().getByLabel(FIXTURES).selectOption('A user with a name and an email address');
    await give('user.username');
    await page.keyboard.type('ada');
    await panel().getByLabel('Value of user.last_name').fill('Byron');
    await button('Remove user.primary_email_address').click();
    await button('Add an expectation').click();
    await page.keyboard.type('name');
    await expectation(2).getByLabel('Condition').selectOption('equals the text');
    await expectation(2).getByLabel('Expected text').fill('Ada Byron');
    await expectation(1).getByLabel('Bytes at most').fill('60');
    await form('Ada by name').getByText('Passes').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved as version 2').waitFor();
    expect(dashboard.state.tests[1]).toEqual({
      name: 'Ada by name',
      given: { user: { first_name: 'Ada', last_name: 'Byron', username: 'ada' } },
      expect: [{ claims_bytes_at_most: 60 }, { claim: 'name', equals: 'Ada Byron' }],
    });
  });

  it('tells at each place what is wrong and what to do, and lets nothing be saved meanwhile', async () => {
    await openForm();
    await button('Edit user without organization').click();
    await panel().getByLabel('Name: what is promised').fill('');
    await panel().getByText('Say what is promised.').waitFor();
    await panel().getByLabel('Name: what is promised').fill('none');
    await expectation(1).getByLabel('Claim').fill('');
    await expectation(1).getByText('Name a claim of the template').waitFor();
    await expectation(1).getByLabel('Claim').fill('sub');
    await expectation(1).getByText('sub is a default claim').waitFor();
    await button('Remove expectation 1').click();
    await panel().getByText('A test expects something: add an expectation.').waitFor();
    await button('Add an expectation').click();
    await page.keyboard.type('org_id');
    await give('user.public_metadata');
    const metadata = panel().getByLabel('Value of user.public_metadata, as JSON');
    await metadata.fill('{"plan": ');
    await panel()
      .getByText(/This is no JSON yet: .* the last value counts/)
      .waitFor();
    expect(await save().isDisabled()).toBe(true);
    await page.getByText('Fix the tests first.').waitFor();
    // What is half typed stays when other fields and expectations come and go.
    await give('user.username');
    await button('Remove user.username').click();
    await button('Add an expectation').click();
    await button('Remove expectation 2').click();
    expect(await metadata.inputValue()).toBe('{"plan": ');
    await metadata.fill('["plan"]');
    await panel().getByText('user.public_metadata is an object.').waitFor();
    await metadata.fill('{"plan": 1}');
    await form('none').getByText('Passes').waitFor();
    expect(await saved()).toEqual([
      {
        name: 'none',
        given: { user: { public_metadata: { plan: 1 } } },
        expect: [{ claim: 'org_id', equals: null }],
      },
    ]);
  });

  it('shows what is instead of what is expected, and takes it', async () => {
    await openForm();
    await button('Edit user without organization').click();
    await panel().getByLabel(FIXTURES).selectOption('A member of an organization');
    await expectation(1)
      .getByText(/^It is "org_0+"\. Change the template/)
      .waitFor();
    await expectation(1).getByRole('button', { name: 'Expect this instead' }).click();
    await tab(/^Tests: 1 passing$/).waitFor();
    await panel().getByLabel('An organization is active').uncheck();
    await expectation(1).getByText('It is null.').waitFor();
    await expectation(1).getByLabel('Condition').selectOption('has the type');
    await expectation(1).getByLabel('null').check();
    await form('user without organization').getByText('Passes').waitFor();
    expect(await saved()).toEqual([
      { ...NO_ORG, given: {}, expect: [{ claim: 'org_id', type: ['string', 'null'] }] },
    ]);
  });

  it('takes a real user, and the values laid over them; other values come back', async () => {
    await openForm();
    await button('Edit user without organization').click();
    await panel().getByLabel(FIXTURES).selectOption('real');
    const picker = panel().getByRole('combobox', { name: 'User' });
    await expect.poll(() => picker.inputValue()).toBe('Ada Lovelace');
    await give('user.username');
    await panel().getByLabel(FIXTURES).selectOption('nobody');
    await give('user.first_name');
    await page.keyboard.type('Eve');
    await panel().getByLabel(FIXTURES).selectOption('admin');
    await page.getByText('Other values are given now.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => panel().getByLabel('Value of user.first_name').inputValue()).toBe('Eve');
    await panel().getByLabel(FIXTURES).selectOption('real');
    await expect.poll(() => picker.inputValue()).toBe('Ada Lovelace');
    expect(await saved()).toEqual([
      { ...NO_ORG, given: { user: { first_name: 'Eve' }, user_id: 'user_ada' } },
    ]);
  });

  it('duplicates and deletes, by keyboard alone; what was deleted comes back', async () => {
    await openForm();
    await button('Duplicate user without organization').focus();
    await page.keyboard.press('Enter');
    await form('user without organization 2').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await expect.poll(focused).toBe('test-1-name');
    await button('Delete user without organization').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => forms().getByRole('listitem').count()).toBe(1);
    await expect.poll(focused).toBe('test-0-edit');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect.poll(() => forms().getByRole('listitem').count()).toBe(2);
    const names = (await saved()).map(({ name }) => name);
    expect(names).toEqual(['user without organization', 'user without organization 2']);
  });

  it('and the JSON are one state; what only the text can say is left to it', async () => {
    await openForm();
    await button('Edit user without organization').click();
    await panel().getByLabel('Name: what is promised').fill('renamed');
    await button('Edit as JSON').click();
    expect(await testsText()).toEqual([{ ...NO_ORG, name: 'renamed' }]);
    await writeTests('[{"name": "a", "expect": [{"claim": "x", "absent": true, "type": "null"}]}, ');
    await button('Edit as a form').click();
    await panel().getByText('The form cannot show this text.').waitFor();
    await panel().getByRole('button', { name: 'Edit as JSON' }).last().click();
    await writeTests('[{"name": "a", "expect": [{"claim": "x", "absent": true, "type": "null"}]}]');
    await button('Edit as a form').click();
    await form('a').getByText('To be mended').waitFor();
    await form('a')
      .getByText(/exactly one of/)
      .waitFor();
    await button('Close a').waitFor();
    await panel().getByLabel('The expectation, as JSON').fill('{"claim": "x", "absent": true}');
    await form('a').getByText('Passes').waitFor();
    await expectation(1).getByLabel('Condition').waitFor();
  });
});

describe('saving', () => {
  it('keeps template and tests together, as one version', async () => {
    await openEditor();
    await editTemplate(page, '{"organization": "{{org.id}}"}');
    await page.getByText('A test fails.').waitFor();
    await tab(/^Tests/).click();
    await button('Edit as JSON').click();
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

describe('in both themes and two widths', () => {
  it('tests that pass and fail, of long names, have no fault that axe knows, and nothing sticks out', async () => {
    const long = `a name that is long, ${'n'.repeat(90)}`;
    saveSource(dashboard.state, SOURCE, null, [
      NO_ORG,
      { name: long, expect: [{ claim: 'name', equals: 'x'.repeat(400) }, { claims_bytes_at_most: 5 }] },
    ]);
    await openTests();
    await results().getByText(long).waitFor();
    expect(await unclearInEveryLook(page)).toEqual([]);
    await button('Edit as a form').click();
    await button(`Edit ${long}`).click();
    await expectation(2)
      .getByText(/^It is/)
      .waitFor();
    expect(await unclearInEveryLook(page)).toEqual([]);
  });
});
