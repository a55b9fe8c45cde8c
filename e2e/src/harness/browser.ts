import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumOptions } from '@bartleby/browser/testing';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export interface TestBrowser {
  context: BrowserContext;
  page: Page;
  /** Hosts (with ports) of every request the browser made, of any page. */
  hosts(): Set<string>;
  /** Uncaught errors and console errors of every page. */
  errors(): string[];
  close(): Promise<void>;
}

interface BrowserOptions {
  viewport?: { width: number; height: number };
}

const contextOptions = ({ viewport }: BrowserOptions) => ({
  viewport: viewport ?? { width: 1280, height: 900 },
  colorScheme: 'light' as const,
});

/** A real Chromium with a fresh profile, every request recorded. */
export async function openBrowser(options: BrowserOptions & { args?: string[] } = {}): Promise<TestBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'bartleby-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumOptions(options.args),
    ...contextOptions(options),
  });
  return recorded(context, () => rmSync(profile, { recursive: true, force: true }));
}

/** Many browsers that know nothing of each other, in one Chromium: to start one for each costs more than most tests. */
export interface BrowserHall {
  open(): Promise<TestBrowser>;
  close(): Promise<void>;
}

export async function openBrowserHall(): Promise<BrowserHall> {
  const chromiumProcess = await chromium.launch(chromiumOptions());
  return {
    open: async () => recorded(await chromiumProcess.newContext(contextOptions({}))),
    close: () => chromiumProcess.close(),
  };
}

async function recorded(context: BrowserContext, afterwards?: () => void): Promise<TestBrowser> {
  const hosts = new Set<string>();
  const errors: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http')) hosts.add(url.host);
  });
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  context.setDefaultTimeout(60_000);
  // A development server compiles a page when it is first asked for; on two busy cores that takes a while.
  context.setDefaultNavigationTimeout(120_000);
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    hosts: () => hosts,
    errors: () => errors,
    close: async () => {
      await context.close();
      afterwards?.();
    },
  };
}
