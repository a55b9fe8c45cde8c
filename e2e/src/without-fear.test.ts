import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed, vi } from 'vitest';
import {
  type Bartleby,
  type BrowserHall,
  type CommandResult,
  openBrowserHall,
  repository,
  runCli,
  startBartleby,
  type TestBrowser,
} from './harness/index.ts';
import { enterDashboard, openTemplateEditor, previewedClaims } from './people/dashboard-operator.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

// The guide from draft to roll back, walked as it is written: its texts are pasted, its buttons pressed, its commands
// run, against a real server, with two people in two browsers.

const GUIDE = 'docs/guides/change-your-claims-without-fear.md';
const blocks = fencedBlocks(GUIDE);
const step = (name: string) => onlyBlock(blocks, (block) => wordOf(block, 'step') === name).code.trimEnd();
const sections = readFileSync(join(repository, GUIDE), 'utf8').split(/^## /m);
/** What a section tells to press, in its order. */
function presses(number: number): string[] {
  const section = sections.find((one) => one.startsWith(`${number}. `)) ?? '';
  return [...section.matchAll(/\*\*(.+?)\*\*/g)].map(([, label]) => label!);
}

const folder = mkdtempSync(join(tmpdir(), 'bartleby-fear-'));
let bartleby: Bartleby;
let hall: BrowserHall;
let olgasBrowser: TestBrowser;
let idasBrowser: TestBrowser;
let olga: Page;
let ida: Page;
let sessionId: string;
let token: string;

beforeAll(async () => {
  bartleby = await startBartleby({}, join(folder, 'data'));
  const people = await bartleby.instancePath();
  const add = (name: string, metadata: object) =>
    bartleby.platform<{ id: string }>(`${people}/users`, 'POST', {
      email_address: `${name}@example.com`,
      first_name: name,
      last_name: 'Lovelace',
      public_metadata: metadata,
    });
  const ada = await add('Ada', { role: 'editor' });
  await add('Ben', { bio: 'b'.repeat(4_500) });
  sessionId = (await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: ada.id })).id;
  hall = await openBrowserHall();
  [olgasBrowser, idasBrowser] = [await hall.open(), await hall.open()];
  [olga, ida] = [olgasBrowser.page, idasBrowser.page];
  for (const page of [olga, ida]) page.setDefaultTimeout(20_000);
  await enterDashboard(olga, bartleby.dashboardUrl);
  const link = await cli('operators', 'link');
  await enterDashboard(ida, link.stdout.trim());
});
afterAll(async () => {
  await hall?.close();
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...args: string[]) =>
  runCli(args, { cwd: folder, env: { BARTLEBY_DATA_DIR: bartleby.dataDir } });

/** Runs the commands of a block, as the page has them. */
async function commands(word: 'cli' | 'run', name: string): Promise<CommandResult[]> {
  const { code } = onlyBlock(blocks, (block) => wordOf(block, word) === name);
  const results: CommandResult[] = [];
  for (const line of code.trim().replace('sess_…', sessionId).split('\n')) {
    const [npx, bin, ...args] = line.match(/"[^"]*"|\S+/g)!.map((part) => part.replace(/^"|"$/g, ''));
    expect([npx, bin]).toEqual(['npx', 'bartleby']);
    results.push(await cli(...args));
  }
  return results;
}

/** Presses what has this name, whatever it is: the guide says only how it is called. */
async function press(page: Page, label: string): Promise<void> {
  const named = { name: label, exact: true } as const;
  const found = page
    .getByRole('button', named)
    .or(page.getByRole('link', named))
    .or(page.getByRole('tab', named));
  // What lies on top comes last.
  await found.last().click();
}
async function paste(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}
const pasteTemplate = (page: Page, text: string) => paste(page, 'Claims of the session token', text);
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const saved = async () => {
  const { config } = await bartleby.platform<{
    config: { session: { claims: unknown; claims_source: string; version: number } };
  }>(`${await bartleby.instancePath()}/config`);
  return config.session;
};
const close = async (page: Page) => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};
/** One step of the guide; when it fails, what the server said. */
const walk = (name: string, work: () => Promise<void>) =>
  it(name, async () => {
    onTestFailed(async () => {
      const said = await Promise.all([olga, ida].map((page) => page.getByRole('status').allTextContents()));
      console.error(bartleby.stdout().slice(-2_000), said);
    });
    await work();
  });

describe('Change your claims without fear', () => {
  walk('1: a draft; what is wrong with it is mended by two presses', async () => {
    const [sessions, edit, ...fixes] = presses(1);
    await press(olga, sessions!);
    await press(olga, edit!);
    await pasteTemplate(olga, step('draft'));
    for (const fix of fixes) await press(olga, fix);
    expect(fixes).toHaveLength(2);
    await olga.getByRole('region', { name: 'Problems' }).getByText('None.').waitFor();
  });

  walk('2: the token of one person', async () => {
    await olga.getByRole('combobox', { name: 'User' }).fill('Ada');
    await olga.getByRole('option', { name: /ada@example\.com/i }).click();
    const dialog = olga.getByRole('dialog', { name: 'Customize your session token' });
    await expect.poll(async () => (await previewedClaims(dialog)).name).toBe('Ada Lovelace');
    expect(await previewedClaims(dialog)).toMatchObject({ role: 'editor', bio: null });
  });

  walk('3: the forecast finds who would not fit, in the Dashboard and at the terminal', async () => {
    const [forecast, closing] = presses(3);
    await press(olga, forecast!);
    await says(olga, '1 user would not fit');
    await says(olga, /because of bio/);
    await press(olga, closing!);
    writeFileSync(join(folder, 'claims.json'), step('draft').replace('fulname', 'full_name'));
    expect((await commands('cli', 'forecast'))[0]!.exitCode).toBe(2);
    await pasteTemplate(olga, step('repaired'));
    writeFileSync(join(folder, 'claims.json'), step('repaired'));
    expect((await commands('cli', 'forecast'))[0]!.exitCode).toBe(0);
  });

  walk('4: tests', async () => {
    const [tests, , asJson] = presses(4);
    await press(olga, tests!);
    await press(olga, asJson!);
    await paste(olga, 'Tests of the template', step('tests'));
    await olga.getByRole('tab', { name: 'Tests: 2 passing' }).waitFor();
    writeFileSync(join(folder, 'tests.json'), step('tests'));
    const [run] = await commands('cli', 'test');
    expect([run!.exitCode, run!.stdout.split('\n').at(-2)]).toEqual([0, '2 passed.']);
  });

  walk('5: a save with its reason; Undo takes it back, and Undo again', async () => {
    const [message, save, undo] = presses(5);
    await press(olga, message!);
    await olga.getByLabel('What changed').fill('Roles for the shop');
    await press(olga, save!);
    await says(olga, 'Saved as version 1');
    expect((await saved()).claims_source).toBe(step('repaired'));
    await press(olga, undo!);
    await says(olga, 'Undone: version 2 has no claims, as before.');
    expect((await saved()).claims).toEqual({});
    await press(olga, undo!);
    await says(olga, 'Undone: version 3 says what version 1 said.');
    expect((await saved()).claims_source).toBe(step('repaired'));
    token = (await bartleby.backend<{ jwt: string }>(`/sessions/${sessionId}/tokens`, 'POST')).jwt;
  });

  walk('6: two at once: the second is shown the difference, and both stay', async () => {
    await ida.reload();
    await openTemplateEditor(ida);
    await pasteTemplate(ida, step('mine'));
    await press(olga, 'Template');
    await pasteTemplate(olga, step('theirs'));
    await press(olga, 'Save');
    await says(olga, 'Saved as version 4');
    const [merge, save] = presses(6);
    await press(ida, save!);
    const conflict = ida.getByRole('dialog', { name: 'Somebody else saved meanwhile' });
    await conflict.getByText('version 4').waitFor();
    await conflict.getByRole('row', { name: /^plan changed by them/ }).waitFor();
    await conflict.getByRole('row', { name: /^name changed by you/ }).waitFor();
    expect((await saved()).version).toBe(4);
    await press(ida, merge!);
    await says(ida, 'Merged. Look it over, then save.');
    await press(ida, save!);
    await says(ida, 'Saved as version 5');
    expect((await saved()).claims).toEqual({
      name: "{{user.full_name || 'you'}}",
      role: "{{user.public_metadata.role || 'reader'}}",
      plan: "{{user.public_metadata.plan || 'free'}}",
    });
  });

  walk('7: what happened, and what it means for readers', async () => {
    await close(ida);
    for (const version of [1, 5]) await ida.getByLabel(`Compare version ${version}`, { exact: true }).check();
    const [compare] = presses(7);
    await press(ida, compare!);
    await ida.getByRole('row', { name: /\/plan Added/ }).waitFor();
    await close(ida);
    const [versions, diff] = await commands('cli', 'versions');
    expect(versions!.stdout).toContain('Roles for the shop');
    expect(diff!.stdout).toContain('"role"');
  });

  walk('8: a token from before is explained', async () => {
    const [page, explain] = presses(8);
    await press(ida, page!);
    await ida.getByLabel('Session token').fill(token);
    await press(ida, explain!);
    const plan = ida.getByRole('row').filter({ has: ida.getByRole('rowheader', { name: 'plan' }) });
    await plan.getByText('added').waitFor();
    const [told] = await commands('run', 'explain');
    expect([told!.exitCode, told!.stderr]).toEqual([0, '']);
    expect(told!.stdout).toContain('user.public_metadata.plan');
  });

  walk('9: back again, in the Dashboard and at the terminal', async () => {
    await press(ida, 'Sessions');
    const [back] = presses(9);
    await ida.getByRole('button', { name: `${back} to version 1`, exact: true }).click();
    await ida.getByRole('region', { name: 'What rolling back changes', exact: true }).waitFor();
    await press(ida, back!);
    // The history says as much of version 3, which was an Undo.
    await says(ida, 'Rolled back to version 1; apps see it');
    expect(await saved()).toMatchObject({ version: 6, claims_source: step('repaired') });
    const [done] = await commands('cli', 'rollback');
    expect([done!.exitCode, done!.stderr]).toEqual([0, '']);
    expect((await saved()).version).toBe(7);
    // Undo is refused now, and says why: the terminal has saved since.
    await press(ida, 'Undo');
    await says(ida, 'Not undone. Somebody else has saved meanwhile.');
    expect((await saved()).version).toBe(7);
  });

  it('without an error in either browser', () => {
    const unexpected = [...olgasBrowser.errors(), ...idasBrowser.errors()].filter(
      (error) => !/status of 409/.test(error),
    );
    expect(unexpected).toEqual([]);
  });
});
