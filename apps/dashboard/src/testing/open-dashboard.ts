import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { launchChromium } from '@bartleby/browser/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { pagesForTest } from '../../../../tooling/run/test-pages.mjs';
import { fakeState } from './fake-state.ts';
import { type ServedDashboard, serveDashboard } from './serve-dashboard.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Opens the built Dashboard in Chromium; collects every error that the pages log.
 * @param react 'development' for React's warnings: slower, so one file that sees every page is enough
 */
export async function startDashboard(react: 'production' | 'development' = 'production') {
  const pages = await pagesForTest(join(import.meta.dirname, '../..'), react);
  const served: ServedDashboard = await serveDashboard(pages.folder);
  const operator = served.api.addUser({ emailAddress: 'ops@example.com', firstName: 'Olga' });
  const browser: Browser = await launchChromium();
  const problems: string[] = [];
  let context: BrowserContext | null = null;

  const openContext = async (isSignedIn: boolean) => {
    await context?.close();
    context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
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
    async open(path: string, { isSignedIn = true } = {}): Promise<Page> {
      const opened = await openContext(isSignedIn);
      const page = await opened.newPage();
      page.setDefaultTimeout(20_000);
      watch(page);
      await page.goto(served.origin + path);
      return page;
    },
    async close() {
      await context?.close();
      await browser.close();
      served.close();
      pages.discard();
    },
  };
}

export type TestDashboard = Awaited<ReturnType<typeof startDashboard>>;

/**
 * What axe finds wrong with the page, one line each; with the modals alone while some are open, since the rest is inert.
 * @param rules these alone; left out: all that axe has on by itself
 */
export async function axeProblems(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as {
      axe: {
        run(
          context: Document | NodeList,
          options: { resultTypes: string[]; runOnly?: readonly string[] },
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const modals = document.querySelectorAll('dialog[open]');
    const context = modals.length > 0 ? modals : document;
    const { violations } = await axe.run(context, {
      resultTypes: ['violations'],
      ...(runOnly ? { runOnly } : {}),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    );
  }, rules);
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
