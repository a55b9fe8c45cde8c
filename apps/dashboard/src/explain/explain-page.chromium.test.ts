import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAKE_TOKEN } from '../testing/fake-explanation.ts';
import { NAUGHTY_NAME } from '../testing/fake-state.ts';
import { saveSource } from '../testing/fake-template-versions.ts';
import { axeProblems, startDashboard, type TestDashboard } from '../testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(() => {
  dashboard.reset();
  saveSource(
    dashboard.state,
    '{ "greeting": "Hi {{user.first_name || \'you\'}}", "role": "{{user.public_metadata.role}}" }',
  );
});
afterEach(() => expect(dashboard.problems).toEqual([]));

const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });

async function explain(token: string): Promise<void> {
  await page.getByLabel('Session token').fill(token);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

describe('Explain a token', () => {
  it('a pasted token: expression, fields, value and bytes, then and now; by keyboard alone', async () => {
    page = await dashboard.open('/dashboard/explain');
    await page.getByText('Paste a token to see where each claim comes from.').waitFor();
    expect(await page.getByRole('button', { name: 'Explain', exact: true }).isDisabled()).toBe(true);
    await explain(`  ${FAKE_TOKEN}\n`);
    await page.getByRole('heading', { name: 'This token' }).waitFor();
    const greeting = await row('greeting').textContent();
    for (const part of [
      'changed',
      "Hi {{user.first_name || 'you'}}",
      'before:',
      'user.first_name = "Ada"',
      '"Ida"',
      '"Hi Ada"',
      'bytes',
    ])
      expect(greeting).toContain(part);
    expect(await row('role').textContent()).toContain('user.public_metadata.role = "editor"');
    expect(await row('sub').count()).toBe(0);
    await page.getByLabel('Show default claims').check();
    expect(await row('sub').textContent()).toContain('Every token has it.');
    expect(page.url()).not.toContain(FAKE_TOKEN.slice(0, 10));
    expect(await axeProblems(page)).toEqual([]);
  });

  it('a refused token is told with its reason, and another can be pasted', async () => {
    page = await dashboard.open('/dashboard/explain');
    await explain('not.a.token');
    await page.getByText('The signature does not match the token.').waitFor();
    await explain(FAKE_TOKEN);
    await row('greeting').waitFor();
  });

  it('a session, from its user’s page; values are escaped', async () => {
    page = await dashboard.open('/dashboard/users/user_naughty');
    await page.getByRole('link', { name: 'Explain session sess_user_naughty' }).click();
    await page.getByRole('heading', { name: 'The next token of this session' }).waitFor();
    expect(await row('greeting').textContent()).toContain(NAUGHTY_NAME);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.getByRole('columnheader', { name: 'Then' }).count()).toBe(0);
  });
});
