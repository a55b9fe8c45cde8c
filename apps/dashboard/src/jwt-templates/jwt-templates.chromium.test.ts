import { findJwtPreset } from '@bartleby/claims-template';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeJwtTemplate } from '../testing/fake-state.ts';
import { unclearInEveryLook } from '../testing/looks.ts';
import {
  axeProblems,
  editorText,
  editTemplate,
  startDashboard,
  type TestDashboard,
} from '../testing/open-dashboard.ts';
import { takePicture } from '../testing/take-picture.ts';

let dashboard: TestDashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
}, 120_000);
afterAll(() => dashboard?.close());
beforeEach(() => dashboard.reset());

const PATH = '/dashboard/jwt-templates';
const LONG = `${'long-name.'.repeat(12)}long`;
const open = async () => {
  const page = await dashboard.open(PATH);
  await page.getByRole('heading', { name: 'JWT templates', exact: true }).waitFor();
  return page;
};
const begin = async (page: Page, kind: RegExp) => {
  await page.getByRole('button', { name: 'Create template' }).click();
  await page.getByRole('button', { name: kind }).click();
  await page.getByRole('heading', { name: 'New JWT template' }).waitFor();
};
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });
const problems = (page: Page) =>
  page.locator('.problem').evaluateAll((all) => all.map((one) => one.getAttribute('data-code')));
const stored = (fields: Partial<FakeJwtTemplate> = {}): FakeJwtTemplate => ({
  id: 'jtmp_1',
  name: 'reports',
  claims_source: '{ "aud": "reports" }',
  preset: null,
  version: 1,
  lifetime: 300,
  allowed_clock_skew: 5,
  custom_signing_key: true,
  signing_algorithm: 'HS256',
  ...fields,
});

describe('JWT templates in the Dashboard', () => {
  it('makes one for Hasura: previewed, told how to ask for it and what Hasura must know', async () => {
    const page = await open();
    await page.getByText('No JWT template yet.').waitFor();
    await begin(page, /^Hasura/);
    await page.getByText('"x-hasura-user-id": "user_ada"').waitFor();
    await page.getByText('"jwk_url":"http://localhost:1853/i/app/.well-known/jwks.json"').waitFor();
    await page.getByText("getToken({ template: 'hasura' })").waitFor();
    expect(await editorText(page)).toContain('https://hasura.io/jwt/claims');
    await takePicture(page, 'jwt-templates.png');
    await save(page).click();
    await page.getByRole('button', { name: 'Edit hasura' }).waitFor();
    const { template } = findJwtPreset('hasura') ?? {};
    expect(dashboard.state.jwtTemplates).toMatchObject([
      { name: 'hasura', preset: 'hasura', claims_source: template, custom_signing_key: false },
    ]);
    expect(dashboard.problems).toEqual([]);
  });

  it('refuses while typing what the consumer would refuse; a ready edit mends it', async () => {
    const page = await open();
    await begin(page, /^Convex/);
    await editTemplate(page, '{ "name": "{{user.full_name}}" }');
    await page.getByText('Fix the error first.').waitFor();
    expect(await problems(page)).toContain('consumer_claim_missing');
    await page.getByRole('button', { name: 'Add "aud"' }).click();
    await page.getByText('Fix the error first.').waitFor({ state: 'detached' });
    expect(await editorText(page)).toContain('"aud": "convex"');
    await page.getByLabel('Sign with a key of its own').check();
    await page.getByText('Convex takes keys from the JWK Set').waitFor();
    await page.getByRole('button', { name: 'Mend this' }).click();
    expect(await page.getByLabel('Sign with a key of its own').isChecked()).toBe(false);
    // Another consumer, other rules, the same text.
    await page.getByLabel('Made for').selectOption('supabase');
    await page.getByText('Supabase requires "role".').first().waitFor();
  });

  it('sends a key once and never shows it; leaves the present one in place', async () => {
    const page = await open();
    await begin(page, /^Supabase/);
    await page.getByText('Paste the signing key.').waitFor();
    await page.getByRole('textbox', { name: 'Signing key' }).fill('a secret of at least thirty-two bytes');
    await save(page).click();
    await page.getByRole('button', { name: 'Edit supabase' }).click();
    expect(await page.getByRole('textbox', { name: 'Signing key' }).inputValue()).toBe('');
    await page.getByLabel('Lifetime (seconds)').fill('120');
    await save(page).click();
    await page.getByText('120 s').waitFor();
    expect(dashboard.state.signingKeys).toEqual(['a secret of at least thirty-two bytes']);
    expect(await page.content()).not.toContain('thirty-two');
  });

  it('of two who save, the later one sees it and chooses; a name in use is told; unsaved changes are asked about', async () => {
    dashboard.state.jwtTemplates = [stored(), stored({ id: 'jtmp_2', name: 'other' })];
    const page = await open();
    await page.getByRole('button', { name: 'Edit reports' }).click();
    await page.getByLabel('Name').fill('other');
    await save(page).click();
    await page.getByText('name is taken.').waitFor();
    await page.getByLabel('Name').fill('reports-2');
    await editTemplate(page, '{ "aud": "reports", "mine": 1 }');
    const [template] = dashboard.state.jwtTemplates;
    const claims = '{ "aud": "reports", "theirs": 1 }';
    Object.assign(template as FakeJwtTemplate, { version: 2, lifetime: 900, claims_source: claims });
    await save(page).click();
    const conflict = page.getByRole('dialog', { name: 'Somebody else saved meanwhile' });
    await conflict.getByRole('row', { name: 'theirs changed by them not there 1 not there' }).waitFor();
    await conflict.getByRole('row', { name: 'Lifetime changed by them 300 s 900 s 300 s' }).waitFor();
    await conflict.getByRole('row', { name: 'Name changed by you reports reports reports-2' }).waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await conflict.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByText('All saved').waitFor();
    expect(await editorText(page)).toBe(claims);
    await undo(page).click();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('reports-2');
    await save(page).click();
    await conflict.getByRole('button', { name: 'Keep mine on top of theirs' }).click();
    await page.getByText('Merged. Look it over, then save.').waitFor();
    await save(page).click();
    await page.getByRole('button', { name: 'Edit reports-2' }).click();
    expect(dashboard.state.jwtTemplates[0]).toMatchObject({ name: 'reports-2', lifetime: 900, version: 3 });
    expect(JSON.parse(await editorText(page))).toEqual({ aud: 'reports', theirs: 1, mine: 1 });
    await page.getByLabel('Lifetime (seconds)').fill('31');
    await page.keyboard.press('Escape');
    await page.getByText('Discard your changes?').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await undo(page).click();
    await expect.poll(() => page.getByLabel('Lifetime (seconds)').inputValue()).toBe('31');
    expect(dashboard.state.jwtTemplates[0]?.lifetime).toBe(900);
  });

  it('keeps what is typed while it saves', async () => {
    dashboard.state.jwtTemplates = [stored()];
    const page = await open();
    await page.getByRole('button', { name: 'Edit reports' }).click();
    await page.getByLabel('Lifetime (seconds)').fill('120');
    await page.getByRole('textbox', { name: 'Signing key' }).fill('another secret of thirty-two bytes');
    let answer = () => {};
    const isTyped = new Promise<void>((done) => {
      answer = done;
    });
    await page.route(/jwt_templates\/jtmp_1$/, async (route) => {
      await isTyped;
      await route.continue();
    });
    await save(page).click();
    await page.getByText('Saving…').waitFor();
    await page.getByLabel('Allowed clock skew (seconds)').fill('9');
    answer();
    await page.getByText('reports is saved').waitFor();
    await page.getByText('Unsaved changes').waitFor();
    expect(dashboard.state.jwtTemplates[0]).toMatchObject({ lifetime: 120, allowed_clock_skew: 5 });
    expect(await page.getByRole('textbox', { name: 'Signing key' }).inputValue()).toBe('');
    await save(page).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(dashboard.state.jwtTemplates[0]).toMatchObject({ lifetime: 120, allowed_clock_skew: 9 });
    expect(dashboard.state.signingKeys).toHaveLength(1);
  });

  it('deletes by keyboard, after a question', async () => {
    dashboard.state.jwtTemplates = [stored(), stored({ id: 'jtmp_2', name: 'other' })];
    const page = await open();
    await page.getByRole('button', { name: 'Delete reports' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Delete this JWT template?').waitFor();
    const remove = page.getByRole('button', { name: 'Delete', exact: true });
    // Asked about a version that is no more: nothing is deleted, and the next answer is about the present one.
    Object.assign(dashboard.state.jwtTemplates[0] as FakeJwtTemplate, { version: 2 });
    await remove.press('Enter');
    await page.getByText('Somebody has changed this template meanwhile.').waitFor();
    expect(dashboard.state.jwtTemplates).toHaveLength(2);
    await remove.press('Enter');
    await page.getByText('reports is deleted.').waitFor();
    // Somebody else is faster.
    await page.getByRole('button', { name: 'Delete other' }).click();
    dashboard.state.jwtTemplates = [];
    await remove.press('Enter');
    await page.getByText('There is no such thing.').waitFor();
    await page.getByText('No JWT template yet.').waitFor();
    expect(dashboard.state.jwtTemplates).toEqual([]);
  });

  it('is accessible and holds long names, in every look', async () => {
    dashboard.state.jwtTemplates = [stored({ name: LONG }), stored({ id: 'jtmp_2', preset: 'firebase' })];
    const page = await open();
    await page.getByRole('button', { name: `Edit ${LONG}` }).waitFor();
    expect(await unclearInEveryLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create template' }).click();
    expect(await unclearInEveryLook(page)).toEqual([]);
    await page.getByRole('button', { name: /^Firebase/ }).click();
    await page.getByText('"uid": "user_ada"').waitFor();
    expect(await unclearInEveryLook(page)).toEqual([]);
  });
});
