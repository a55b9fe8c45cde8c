import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Bartleby,
  type ExpressApp,
  openBrowser,
  parseBlock,
  runCli,
  startBartleby,
  startExpressExample,
  type TestBrowser,
} from './harness/index.ts';
import { PASSWORD, signInAtPortal } from './people/app-people.ts';
import { enterDashboard } from './people/dashboard-operator.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

// One browser, where cookies ignore ports: two servers, each with its operator and an app, all signed in at once
// (DESIGN decision 4). Ending one session leaves the three others.

interface Side {
  bartleby: Bartleby;
  app: ExpressApp;
  emailAddress: string;
  dashboard: Page;
}

let browser: TestBrowser;
const sides: Side[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  for (const emailAddress of ['left@example.com', 'right@example.com']) {
    const bartleby = await startBartleby();
    await bartleby.saveTemplate('{ "primaryEmail": "{{user.primary_email_address}}" }');
    await bartleby.backend('/users', 'POST', { email_address: [emailAddress], password: PASSWORD });
    const { stdout } = await runCli(['env', '--for', 'express', '--data-dir', bartleby.dataDir]);
    const app = await startExpressExample(parseBlock(stdout));
    sides.push({ bartleby, app, emailAddress, dashboard: await browser.context.newPage() });
  }
});
afterAll(async () => {
  await browser?.close();
  for (const { app, bartleby } of sides) {
    await app.stop();
    await bartleby.stop();
  }
});

/** Who the app takes the browser for: an address, or null when signed out. */
async function whoIn({ app }: Side): Promise<string | null> {
  const answer = await browser.page.goto(`${app.url}/api/example`);
  if (!answer || answer.status() === 401) return null;
  return ((await answer.json()) as { primaryEmail: string }).primaryEmail;
}

/** Whether the Dashboard lets the browser in. */
async function operatorIsIn({ dashboard, bartleby }: Side): Promise<boolean> {
  await dashboard.goto(`${bartleby.url}/dashboard/users`);
  const inside = dashboard.getByRole('heading', { level: 1, name: 'Users' });
  const outside = dashboard.getByLabel('Email address');
  await inside.or(outside).first().waitFor();
  return inside.isVisible();
}

async function everybody(): Promise<unknown> {
  const seen = [];
  for (const side of sides) seen.push(await whoIn(side), await operatorIsIn(side));
  return seen;
}

describe('two servers, their operators and their apps in one browser', () => {
  it('are all signed in at once', async () => {
    for (const { bartleby, dashboard, emailAddress } of sides) {
      await enterDashboard(dashboard, bartleby.dashboardUrl);
      await signInAtPortal(browser.page, { url: bartleby.url, emailAddress, password: PASSWORD });
    }
    expect(await everybody()).toEqual(['left@example.com', true, 'right@example.com', true]);
  });

  it('signing out of one app leaves the other app and both operators', async () => {
    const [left] = sides as [Side];
    await browser.page.goto(`${left.bartleby.url}/i/app/account/user`);
    await browser.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await browser.page.waitForURL('**/account/sign-in*');
    await expect.poll(() => whoIn(left), { timeout: 20_000, interval: 1_000 }).toBe(null);
    expect(await everybody()).toEqual([null, true, 'right@example.com', true]);
  });

  it('signing out one operator leaves the other, and the app', async () => {
    const [, right] = sides as [Side, Side];
    await right.dashboard.getByRole('button', { name: 'Sign out', exact: true }).click();
    await right.dashboard.getByLabel('Email address').waitFor();
    expect(await everybody()).toEqual([null, true, 'right@example.com', false]);
  });
});
