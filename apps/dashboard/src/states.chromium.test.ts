import type { TokenOverflow } from '@bartleby/api-contract';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AT } from './testing/fake-call.ts';
import { FAKE_TOKEN } from './testing/fake-explanation.ts';
import { type FakeJwtTemplate, fakeAppUser, fakeState } from './testing/fake-state.ts';
import { saveSource } from './testing/fake-template-versions.ts';
import { hurryUntil, mayHurry } from './testing/hurry.ts';
import { sticksOut, useOneFont, wrongInEveryLook } from './testing/looks.ts';
import { editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

// Every state of the page Sessions and what opens over it, in both themes and two widths: as its picture, clean by
// axe, with nothing that sticks out.

const GUIDE = '{\n  "fullName": "{{user.full_name}}",\n  "primaryEmail": "{{user.primary_email_address}}"\n}';
const WITH_ROLE = `${GUIDE.slice(0, -2)},\n  "role": "{{user.public_metadata.role || 'reader'}}"\n}`;
const WITH_NOTES = `${GUIDE.slice(0, -2)},\n  "notes": "{{user.public_metadata.notes}}"\n}`;
const MISSPELT = `{
  "fullName": "{{user.fulname}}",
  "role": "{{user.unsafe_metadata.role}}",
  "greeting": "Hi {{user.first_name}}"
}`;
const HUNDRED = JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`claim_${String(n).padStart(2, '0')}`, n % 3 ? n : '{{user.id}}']),
  ),
  null,
  2,
);
const LONG_NAMES = JSON.stringify(
  {
    [`claim_${'x'.repeat(58)}`]: '{{user.full_name}}',
    المعرف_الطويل_جدا_للمستخدم_الحالي: '{{user.id}}',
    '😀_role_★':
      "{{user.public_metadata.a_rather_long_path.to_a_value.deep_inside || 'nothing was found there'}}",
  },
  null,
  2,
);

const HISTORY_AND_CONFIG = /\/v1\/platform\/.*\/(config|versions\?.*)$/;

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
  page = await dashboard.open('/dashboard/mailbox');
  await useOneFont(page);
  await mayHurry(page);
});
afterAll(() => dashboard.close());
beforeEach(() => {
  // The operator stays signed in.
  dashboard.served.current.state = fakeState();
  dashboard.problems.length = 0;
});
afterEach(async () => {
  await page.unrouteAll();
  // Asked for by the states of failure.
  expect(dashboard.problems.filter((problem) => !/status of 503/.test(problem))).toEqual([]);
});

async function open(path = '/dashboard/sessions'): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  // From a page without drafts: nothing asks whether to leave.
  await page.goto(dashboard.served.origin + path);
}
const button = (name: string) => page.getByRole('button', { name, exact: true });
const inPage = (text: string | RegExp) => page.getByText(text).first().waitFor();
const looks = async (state: string, shown?: Locator) =>
  expect(await wrongInEveryLook(page, state, shown)).toEqual([]);
async function choose(id: string): Promise<void> {
  await page.getByRole('combobox', { name: 'User' }).fill(id);
  await hurryUntil(page, `${id}@example.com`);
  await page.getByRole('option', { name: `${id}@example.com` }).click();
  await page.getByRole('region', { name: 'Claims of the next token' }).waitFor();
}
const weighed = () => hurryUntil(page, 'Heaviest cookie');
const overflowOf = (id: string, name: string, fields: Partial<TokenOverflow>): TokenOverflow => ({
  user_id: id,
  name,
  cookie_bytes: 5_320,
  max_bytes: 4_096,
  heaviest_claim: 'notes',
  heaviest_claim_bytes: 4_012,
  first_at: AT,
  last_at: AT,
  ...fields,
});
/** Saved three times, with reasons. */
function withHistory(): void {
  saveSource(dashboard.state, GUIDE, 'Names and addresses for the header');
  dashboard.state.author = 'Ida';
  saveSource(dashboard.state, '{\n  "fullName": "{{user.full_name}}"\n}');
  saveSource(dashboard.state, WITH_ROLE, 'Roles for the editor');
}
/** Twelve users, two of them with notes that no cookie holds. */
function withCrowd(): void {
  dashboard.state.users = Array.from({ length: 12 }, (_, n) => {
    const user = fakeAppUser(`user_${n}`, `Person ${n}`, null);
    user.publicMetadata = { notes: 'n'.repeat(n % 6 === 5 ? 3_000 + n : n * 110), role: 'editor' };
    return user;
  });
}
/** Brackets are matched when the cursor moves: once more, since a busy machine may have parsed the text only later. */
async function matchBrackets(): Promise<void> {
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
}
async function edit(source: string): Promise<void> {
  await open();
  await editTemplate(page, source);
  await weighed();
  await matchBrackets();
}

describe('the page', () => {
  it('empty', async () => {
    await open();
    await inPage('Nothing has been saved yet.');
    await looks('page-empty');
  });

  it('loading', async () => {
    await page.route(HISTORY_AND_CONFIG, () => {});
    await open();
    await inPage('Loading the versions…');
    await looks('page-loading');
  });

  it('error', async () => {
    const error = { code: 'unavailable', message: 'Busy.', long_message: 'The database is not reachable.' };
    await page.route(HISTORY_AND_CONFIG, (route) =>
      route.fulfill({ status: 503, json: { errors: [error] } }),
    );
    await open();
    await page.getByRole('alert').nth(1).waitFor();
    await looks('page-error');
  });

  it('with a history', async () => {
    withHistory();
    await open();
    await inPage('Roles for the editor');
    await looks('page-history');
  });

  it('some users lose their claims, until what is saved lets them fit', async () => {
    saveSource(dashboard.state, GUIDE);
    dashboard.state.overflows = [
      overflowOf('user_ada', 'Ada Lovelace', { heaviest_claim: 'notes', last_at: AT + 90_000_000 }),
      overflowOf('user_rtl', 'مريم العربية', { heaviest_claim: 'المعرف' }),
      overflowOf('user_long', 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3), {
        heaviest_claim: 'x'.repeat(60),
      }),
    ];
    await open();
    const banner = page.getByRole('region', { name: 'The tokens of 3 users come without' });
    await banner.waitFor();
    await inPage('Version 1');
    await looks('page-overflow');
    dashboard.state.overflows = [];
    await editTemplate(page, WITH_ROLE);
    await button('Save').click();
    await button('Undo').waitFor();
    await banner.waitFor({ state: 'detached' });
  });

  it('long names', async () => {
    dashboard.state.author = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2);
    saveSource(dashboard.state, LONG_NAMES, 'Why this was done is a long story. '.repeat(5).trim());
    dashboard.state.author = 'مريم العربية';
    saveSource(dashboard.state, `${LONG_NAMES}\n`, 'أسماء أطول 😀');
    await open();
    await inPage('أسماء أطول');
    await looks('page-long-names');
  });

  it('a hundred claims', async () => {
    saveSource(dashboard.state, HUNDRED);
    await open();
    await page.getByRole('row', { name: /claim_99/ }).waitFor();
    await looks('page-hundred-claims');
  });
});

describe('the editor', () => {
  it('errors, underlined, with a ready edit', async () => {
    saveSource(dashboard.state, GUIDE);
    await open();
    await editTemplate(page, MISSPELT);
    await page.locator('.cm-lintRange-error').first().waitFor();
    await matchBrackets();
    await choose('user_ada');
    await looks('editor-errors');
  });

  it('a draft and its preview', async () => {
    saveSource(dashboard.state, GUIDE);
    await edit(WITH_ROLE);
    await choose('user_ada');
    await looks('editor-preview');
  });

  it('long names', async () => {
    await edit(LONG_NAMES);
    await choose('user_long');
    await looks('editor-long-names');
  });

  it('a hundred claims', async () => {
    await edit(HUNDRED);
    await choose('user_rtl');
    await looks('editor-hundred-claims');
  });

  it('a token that is too large', async () => {
    withCrowd();
    await edit(WITH_NOTES);
    await page.getByLabel(/type the number/).waitFor();
    await choose('user_5');
    await looks('editor-too-large');
  });

  it('a test that fails', async () => {
    const tests = [
      { name: 'a role for everybody', expect: [{ claim: 'role', type: 'string' }] },
      { name: 'at most 600 bytes', expect: [{ claims_bytes_at_most: 600 }] },
    ];
    saveSource(dashboard.state, WITH_ROLE, null, tests);
    await edit(GUIDE);
    await page.getByRole('tab', { name: /1 of 2 failing/ }).click();
    await page.getByRole('list', { name: 'Tests' }).waitFor();
    await looks('editor-tests-failing');
    await button('Edit a role for everybody').click();
    await page.getByLabel('Whose claims').selectOption('named');
    await page
      .getByLabel('Expectation 1')
      .getByText(/^It is/)
      .waitFor();
    await page.mouse.move(0, 0);
    await looks('editor-tests-form');
    await page.getByLabel('Claim', { exact: true }).fill('');
    await page.getByLabel('Name: what is promised').fill('at most 600 bytes');
    await inPage(/Another test is called so/);
    await looks('editor-tests-form-wrong');
    await button('Edit as JSON').click();
    await page.getByRole('list', { name: 'Results' }).waitFor();
    await page.mouse.move(0, 0);
    await looks('editor-tests-json');
  });

  it('the question before changes are discarded', async () => {
    await edit(GUIDE);
    await page.keyboard.press('Escape');
    await button('Keep editing').waitFor();
    await looks('editor-discard');
  });

  it('a save that can be undone', async () => {
    saveSource(dashboard.state, GUIDE);
    await edit(WITH_ROLE);
    await button('Save').click();
    await button('Undo').waitFor();
    await weighed();
    await looks('editor-saved');
  });

  it('a server that cannot be reached', async () => {
    await edit(GUIDE);
    dashboard.state.isDown = true;
    await button('Save').click();
    await inPage('The server cannot be reached.');
    await looks('editor-offline');
  });

  it('a conflict with somebody else’s save', async () => {
    saveSource(dashboard.state, WITH_ROLE);
    await edit(WITH_ROLE.replace('reader', 'guest').replace('full_name', 'first_name'));
    dashboard.state.author = 'Ida';
    const theirs = WITH_ROLE.replace('reader', 'visitor').replace(
      '\n}',
      ',\n  "plan": "{{user.public_metadata.plan}}"\n}',
    );
    saveSource(dashboard.state, theirs, 'Plans for the shop');
    await button('Save').click();
    await inPage('Plans for the shop');
    await looks('editor-conflict');
  });
});

describe('what opens over it', () => {
  it('a forecast that runs', async () => {
    dashboard.state.forecastGate = new Promise(() => {});
    await edit(GUIDE);
    await button('Forecast').click();
    await inPage('2 of 5 users rendered');
    await looks('forecast-running');
  });

  it('a forecast that is done', async () => {
    withCrowd();
    saveSource(dashboard.state, GUIDE);
    await edit(WITH_NOTES);
    await button('Forecast').click();
    await inPage(/2 users would not fit/);
    await looks('forecast-done');
  });

  it('the number of broken users, typed', async () => {
    withCrowd();
    await edit(WITH_NOTES);
    await page.getByLabel(/type the number/).fill('2');
    await button('Add a message').click();
    await page.getByLabel(/What changed/).fill('Notes are worth it');
    await looks('save-broken-users');
  });

  it('two versions compared', async () => {
    withHistory();
    await open();
    for (const version of [1, 3])
      await page.getByLabel(`Compare version ${version}`, { exact: true }).check();
    await button('Compare').click();
    await page.getByRole('table', { name: 'Claims that change' }).waitFor();
    await page.getByRole('combobox', { name: 'User' }).fill('user_ada');
    await page.getByRole('option', { name: 'user_ada@example.com' }).click();
    await page.getByRole('table', { name: 'Claims of this user that differ' }).waitFor();
    await looks('history-compare');
  });

  it('the question before a roll back', async () => {
    withHistory();
    await open();
    await button('Roll back to version 1').click();
    await page.getByRole('region', { name: 'What rolling back changes', exact: true }).waitFor();
    await looks('history-roll-back');
  });

  it('the question for the users whom a roll back breaks', async () => {
    withCrowd();
    saveSource(dashboard.state, WITH_NOTES, 'Notes for the editor');
    saveSource(dashboard.state, GUIDE);
    await open();
    await button('Roll back to version 1').click();
    await button('Roll back').click();
    await page.getByLabel(/type the number/).fill('2');
    await looks('history-roll-back-broken');
  });

  it('a token explained', async () => {
    saveSource(
      dashboard.state,
      '{ "greeting": "Hi {{user.first_name || \'you\'}}", "role": "{{user.public_metadata.role}}" }',
    );
    await open('/dashboard/explain');
    await page.getByLabel('Session token').fill(FAKE_TOKEN);
    await button('Explain').click();
    await page.getByRole('heading', { name: 'This token' }).waitFor();
    await looks('explain');
  });
});

describe('JWT templates', () => {
  const path = '/dashboard/jwt-templates';
  const templateOf = (id: string, name: string, fields: Partial<FakeJwtTemplate> = {}): FakeJwtTemplate => ({
    id,
    name,
    claims_source: '{ "aud": "reports" }',
    preset: null,
    version: 1,
    lifetime: 60,
    allowed_clock_skew: 5,
    custom_signing_key: false,
    signing_algorithm: 'RS256',
    ...fields,
  });
  const LONG_NAME = `${'long-name.'.repeat(12)}long`;

  it('empty', async () => {
    await open(path);
    await inPage('No JWT template yet.');
    await looks('jwt-templates-empty');
  });

  it('a list, and the question before one is deleted', async () => {
    dashboard.state.jwtTemplates = [
      templateOf('jtmp_1', 'hasura', { preset: 'hasura' }),
      templateOf('jtmp_2', LONG_NAME, { lifetime: 315_360_000, signing_algorithm: 'HS512' }),
      templateOf('jtmp_3', 'firebase', { preset: 'firebase', lifetime: 3600, custom_signing_key: true }),
    ];
    await open(path);
    await button('Edit firebase').waitFor();
    await looks('jwt-templates-list');
    await button(`Delete ${LONG_NAME}`).click();
    await button('Cancel').waitFor();
    await looks('jwt-templates-delete');
  });

  it('the editor, with what the consumer would refuse', async () => {
    await open(path);
    await button('Create template').click();
    await page.getByRole('button', { name: /^Convex/ }).click();
    await page.getByText('"aud": "convex"').first().waitFor();
    await editTemplate(page, '{\n  "name": "{{user.full_name}}"\n}');
    await page.locator('.cm-lintRange-error').first().waitFor();
    await matchBrackets();
    await page.getByLabel('Sign with a key of its own').check();
    await inPage('Convex takes keys from the JWK Set');
    await page.getByText('"name": "Ada Lovelace"').waitFor();
    await looks('jwt-templates-editor');
  });
});

describe('metadata schemas', () => {
  const path = '/dashboard/users/metadata-schemas';
  const MEMBERS = {
    type: 'object',
    properties: { role: { enum: ['admin', 'member'] }, seats: { type: 'integer' } },
  };

  it('empty', async () => {
    await open(path);
    await button('Check users').waitFor();
    await looks('metadata-schemas-empty');
  });

  it('with a schema and users who do not conform', async () => {
    dashboard.state.metadataSchemas = { public: MEMBERS, unsafe: null, private: null, enforcement: 'warn' };
    await open(path);
    await button('Check users').click();
    await inPage('5 of 5 users violate the schemas.');
    await looks('metadata-schemas-violated', page.getByRole('main'));
  });

  it('with what is no schema', async () => {
    await open(path);
    await page.getByRole('textbox', { name: 'Schema of public metadata', exact: true }).click();
    // One event, so that no bracket is closed on the way.
    await page.keyboard.insertText(
      '{\n  "type": "objekt",\n  "propertis": { "role": { "type": "string" } }\n}',
    );
    await page.getByRole('alert').waitFor();
    await page.locator('.cm-lintRange-error').first().waitFor();
    await matchBrackets();
    await looks('metadata-schemas-error');
  });
});

describe('roles and permissions', () => {
  const withRoles = () => {
    dashboard.state.permissions = ['org:invoices:create', 'org:invoices:read'];
    dashboard.state.roles.push({
      key: 'org:billing',
      name: 'Billing',
      description: 'Sees what is owed, and pays it.',
      permissions: ['org:invoices:create', 'org:sys_billing:read'],
    });
    dashboard.state.roleMembers = { 'org:admin': 2, 'org:billing': 3, 'org:old': 1 };
  };

  it('with members, declared or not', async () => {
    withRoles();
    await open('/dashboard/users/roles');
    await button('Declare org:old').waitFor();
    await looks('roles');
  });

  it('a conflict with somebody else’s save', async () => {
    withRoles();
    await open('/dashboard/users/roles');
    await button('Edit Billing').click();
    await page.getByLabel('Name (optional)').fill('Accounting');
    dashboard.state.roles = dashboard.state.roles.map((role) =>
      role.name === 'Billing' ? { ...role, name: 'Finance' } : role,
    );
    dashboard.state.configVersion += 1;
    await button('Save role').click();
    await inPage('Now saved: name “Finance”');
    await looks('roles-conflict');
  });
});

describe('what all of these are held to', () => {
  it.each([
    ['a dialog', '<p></p>', ['dialog.']],
    ['what scrolls within', '<div class="part" style="overflow: auto"><p></p></div>', ['div.part']],
    ['what cuts off within', '<div class="part" style="overflow: hidden"><p></p></div>', ['div.part']],
  ])('sees what sticks out of %s', async (_, html, found) => {
    await page.goto('about:blank');
    await page.setContent(
      `<style>dialog { width: 300px } p { width: 500px }</style><dialog>${html}</dialog>`,
    );
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    expect(await sticksOut(page)).toEqual(found);
    await page.evaluate(() => document.querySelector('p')?.remove());
    expect(await sticksOut(page)).toEqual([]);
  });
});
