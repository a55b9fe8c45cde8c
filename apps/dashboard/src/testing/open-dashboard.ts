import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '@bartleby/browser/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { fakeState } from './fake-state.ts';
import { type ServedDashboard, serveDashboard } from './serve-dashboard.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly isSignedIn?: boolean;
}

/** Builds the Dashboard and opens it in Chromium; collects every error that the pages log. */
export async function startDashboard() {
  const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
  const root = join(import.meta.dirname, '../..');
  await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  const served: ServedDashboard = await serveDashboard(folder);
  const operator = served.api.addUser({ emailAddress: 'ops@example.com', firstName: 'Olga' });
  const browser: Browser = await launchChromium();
  const problems: string[] = [];
  let context: BrowserContext | null = null;

  const openContext = async ({ theme = 'light', width = 1280, isSignedIn = true }: Look) => {
    await context?.close();
    context = await browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    if (!isSignedIn) return context;
    served.api.startSession('client_ops', operator.id);
    const place = { domain: 'localhost', path: '/i/operators' };
    await context.addCookies([{ name: '__client_fake', value: 'client_ops', ...place }]);
    return context;
  };

  const watch = (page: Page) => {
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // A refusal that the test asks for is told by its status too.
      if (!/status of 4\d\d|ERR_EMPTY_RESPONSE|ERR_CONNECTION/.test(message.text()))
        problems.push(message.text());
    });
  };

  return {
    served,
    operator,
    problems,
    get state() {
      return served.current.state;
    },
    reset() {
      served.current.state = fakeState();
      served.api.sessions.length = 0;
      problems.length = 0;
    },
    async open(path: string, look: Look = {}): Promise<Page> {
      const opened = await openContext(look);
      const page = await opened.newPage();
      page.setDefaultTimeout(8000);
      watch(page);
      await page.goto(served.origin + path);
      return page;
    },
    async close() {
      await context?.close();
      await browser.close();
      served.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type TestDashboard = Awaited<ReturnType<typeof startDashboard>>;

/** What axe finds wrong with the page, one line each. */
export async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    );
  });
}

/** The text in the template editor. */
export async function editorText(page: Page): Promise<string> {
  const lines = await page.locator('dialog .cm-line').allInnerTexts();
  return lines.map((line) => line.replace(/\n$/, '')).join('\n');
}

/** Opens the modal and replaces the text; pasted, so that no bracket is closed by itself. */
export async function editTemplate(page: Page, source: string): Promise<void> {
  const content = page.locator('dialog .cm-content');
  if ((await content.count()) === 0) await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await content.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  if (source === '') return;
  await page.evaluate((text) => navigator.clipboard.writeText(text), source);
  await page.keyboard.press('Control+v');
}
