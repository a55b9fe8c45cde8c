import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkTemplate,
  compileTemplate,
  limits,
  mergeDefaultClaims,
  renderTemplate,
  serializeClaims,
  tokenSize,
  utf8Length,
} from '@bartleby/claims-template';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { COOKIE_NAME, defaultClaimsOf, HEADER_BYTES, templateDataOf } from './testing/fake-state.ts';
import { saveSource } from './testing/fake-template-versions.ts';
import { editorText, editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

interface Mistake {
  written: string;
  offer: string | null;
  code?: string;
}
const vectorsPath = join(
  import.meta.dirname,
  '../../../conformance/vectors/claims-template/mistaken-shortcodes.json',
);
const mistakes = (JSON.parse(readFileSync(vectorsPath, 'utf8')) as { vectors: Mistake[] }).vectors;

/** One template per error row of claims-language section 6 that the text alone decides. */
const ERROR_ROWS: readonly (readonly [string, string])[] = [
  ['template_not_json', '{"a": 1,, }'],
  ['template_unquoted_shortcode', '{"a": {{user.id}}}'],
  ['template_not_object', '[1]'],
  ['template_duplicate_key', '{"a": 1, "a": 2}'],
  ['template_too_large', `{"a": "${'x'.repeat(limits.templateBytes)}"}`],
  ['template_too_deep', `{"a": ${'['.repeat(20)}${']'.repeat(20)}}`],
  ['template_too_complex', `{"a": "${'{{user.id}}'.repeat(limits.shortcodes + 1)}"}`],
  ['claim_reserved', '{"sub": "x"}'],
  ['claim_name_invalid', '{"": 1}'],
  ['shortcode_in_key', '{"{{user.id}}": 1}'],
  ['shortcode_unterminated', '{"a": "{{user.id"}'],
  ['shortcode_empty', '{"a": "{{ }}"}'],
  ['shortcode_syntax', '{"a": "{{user.id ?? 1}}"}'],
  ['literal_type_not_allowed', '{"a": "{{user.first_name || null}}"}'],
  ['literal_quote_style', '{"a": "{{user.first_name || \\"x\\"}}"}'],
  ['literal_unterminated', '{"a": "{{user.first_name || \'x}}"}'],
  ['literal_bad_escape', '{"a": "{{user.first_name || \'\\\\n\'}}"}'],
  ['shortcode_unknown', '{"a": "{{user.nope_nope}}"}'],
  ['shortcode_forbidden', '{"a": "{{user.private_metadata.x}}"}'],
];

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  dashboard.reset();
  saveSource(dashboard.state, '{\n  "fullName": "{{user.full_name}}"\n}');
  page = await dashboard.open('/dashboard/sessions');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
});

describe('while typing', () => {
  it('offers the shortcodes that fit, and Enter closes the braces', async () => {
    await editTemplate(page, '');
    await page.keyboard.type('{"a": "{{user.pri');
    await page.locator('.cm-tooltip-autocomplete li').first().waitFor();
    const offered = await page.locator('.cm-tooltip-autocomplete .cm-completionLabel').allInnerTexts();
    expect(offered).toContain('user.primary_email_address');
    expect(offered.every((label) => label.includes('user.pri'))).toBe(true);
    // Within its first moments an open list takes no Enter.
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    const text = await editorText(page);
    expect(JSON.parse(text)).toEqual({ a: `{{${offered[0]}}}` });
    await page.keyboard.press('End');
    expect(dashboard.problems).toEqual([]);
  });

  it('Esc closes the list and leaves the dialog', async () => {
    await editTemplate(page, '');
    await page.keyboard.type('{"a": "{{us');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  it('underlines errors and warnings where they are', async () => {
    await editTemplate(page, '{"a": "{{user.nope_nope}}", "b": "{{user.public_metadata}}"}');
    expect(await page.locator('.cm-lintRange-error').textContent()).toBe('user.nope_nope');
    expect(await page.locator('.cm-lintRange-warning').textContent()).toBe('user.public_metadata');
    const line = await page
      .locator('.cm-lintRange-error')
      .evaluate((element) => getComputedStyle(element).textDecorationStyle);
    expect(line).toBe('wavy');
  });

  it('warns of metadata that no user has and completes what they have, known after the editor stands', async () => {
    dashboard.state.seenMetadataPaths = ['user.public_metadata.plan'];
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/seen_metadata_paths', async (route) => {
      await asked;
      await route.continue();
    });
    saveSource(dashboard.state, '{"a": "{{user.public_metadata.plam}}"}');
    await page.goto(`${new URL(page.url()).origin}/dashboard/sessions`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByText('{{user.public_metadata.plam}}').last().waitFor();
    // Longer than the editor takes to check its text once.
    await page.waitForTimeout(400);
    expect(await page.locator('.cm-lintRange-warning').count()).toBe(0);
    answer();
    await page.locator('.cm-lintRange-warning').waitFor();
    await page.getByRole('button', { name: 'Use user.public_metadata.plan', exact: true }).click();
    expect(await editorText(page)).toBe('{"a": "{{user.public_metadata.plan}}"}');
    await page.locator('.cm-lintRange-warning').waitFor({ state: 'detached' });
    await editTemplate(page, '');
    await page.keyboard.type('{"a": "{{user.public_metadata.p');
    const offered = page.locator('.cm-tooltip-autocomplete .cm-completionLabel');
    await offered.filter({ hasText: 'user.public_metadata.plan' }).waitFor();
  });

  it('inserts a shortcode from the panel at the cursor, in quotes of its own or in those around', async () => {
    await editTemplate(page, '{"a": ');
    await page.getByRole('button', { name: /^user\.id/ }).click();
    await page.keyboard.type('}');
    expect(await editorText(page)).toBe('{"a": "{{user.id}}"}');
    await editTemplate(page, '{"a": "x "}');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.getByLabel('Search shortcodes').fill('slug');
    await page.getByRole('button', { name: /^org\.slug/ }).press('Enter');
    expect(await editorText(page)).toBe('{"a": "x {{org.slug}}"}');
  });
});

describe('wrong shortcodes (claims-language 2.4)', () => {
  it('each has a button that puts it right', async () => {
    expect(mistakes.length).toBeGreaterThan(20);
    for (const { written, offer, code = 'shortcode_unknown' } of mistakes) {
      const source = `{"a": "{{${written}}}", "z": 1}`;
      await editTemplate(page, source);
      const problem = page.locator(`.problem[data-code="${code}"]`).first();
      const { fix } = checkTemplate(source).find((one) => one.code === code) ?? {};
      await problem.getByRole('button', { name: fix?.title ?? 'none', exact: true }).click();
      const text = await editorText(page);
      const errors = checkTemplate(text).filter(({ severity }) => severity === 'error');
      expect(errors, written).toEqual([]);
      if (offer?.includes('.')) expect(text).toContain(offer);
      expect(await page.locator('.problem-error').count(), written).toBe(0);
    }
  });
});

describe('Save', () => {
  it('is disabled, with the reason, on every error row of claims-language 6', async () => {
    for (const [code, source] of ERROR_ROWS) {
      await editTemplate(page, source);
      await page.locator(`.problem[data-code="${code}"]`).first().waitFor();
      const save = page.getByRole('button', { name: 'Save', exact: true });
      expect(await save.isDisabled(), code).toBe(true);
      expect(await page.locator('#save-reason').textContent(), code).toMatch(/^Fix the /);
    }
    expect(dashboard.state.version).toBe(1);
  });
});

describe('preview', () => {
  it.each([
    '{"name": "{{user.full_name}}", "9": 1, "10": {"b": "{{user.public_metadata}}", "2": "é", "a": []}}',
    '{"zeta": "{{user.first_name || \'nobody\'}}!", "azp2": null}',
  ])('equals what serializeClaims signs: %s', async (source) => {
    await editTemplate(page, source);
    for (const user of dashboard.state.users.slice(0, 3)) {
      await page.getByRole('combobox', { name: 'User' }).fill(user.id);
      await page.getByRole('option', { name: user.emailAddress }).click();
      const compiled = compileTemplate(source);
      if (!compiled.ok) throw new Error('The vector must compile.');
      const claims = mergeDefaultClaims(
        renderTemplate(compiled.template, templateDataOf(user)),
        defaultClaimsOf(user),
      );
      const expected = serializeClaims(claims);
      // White space between tokens is all that the preview adds.
      const compact = async () =>
        (await page.locator('.token').textContent())?.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
      await expect.poll(compact).toBe(expected);
      const size = tokenSize({
        claimsBytes: utf8Length(expected),
        headerBytes: HEADER_BYTES,
        cookieName: COOKIE_NAME,
      });
      const told = `${size.cookieBytes.toLocaleString('en')} of 4,096 bytes`;
      expect(await page.locator('.size-text').first().textContent()).toContain(told);
    }
  });

  it('marks the default claims, and escapes names', async () => {
    await page.getByRole('combobox', { name: 'User' }).fill('naughty');
    await page.getByRole('option', { name: 'user_naughty@example.com' }).click();
    await expect.poll(() => page.locator('.token').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('.claim.default').count()).toBe(11);
    expect(await page.locator('.token img').count()).toBe(0);
    expect(dashboard.problems).toEqual([]);
  });

  it('says in words when a cookie is too large, and refuses to save it', async () => {
    dashboard.state.users[0]!.publicMetadata = { bio: 'x'.repeat(4000) };
    await page.reload();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await editTemplate(page, '{"all": "{{user.public_metadata}}"}');
    const meter = page.locator('.size-over').first();
    await meter.waitFor();
    expect(await meter.textContent()).toMatch(/too large.*Heaviest claim: all/s);
    await expect
      .poll(() => page.locator('#save-reason').textContent())
      .toBe(
        'The token of 1 user would not fit in the cookie. Shorten the claims, or type how many users this breaks.',
      );
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  });
});
