import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Bartleby,
  copyApp,
  installedExample,
  type NextApp,
  openBrowser,
  parseBlock,
  repository,
  runCli,
  startBartleby,
  startNextApp,
  type TestBrowser,
} from './harness/index.ts';
import { getFromPage, PASSWORD, signUpInApp } from './people/app-people.ts';
import {
  enterDashboard,
  openTemplateEditor,
  previewedClaims,
  takePicture,
  writeTemplate,
} from './people/dashboard-operator.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 420_000 });

// The guide "Customize your session token", word for word, with examples/nextjs: one story, told in order.

const guide = fencedBlocks('docs/guides/customize-your-session-token.md');
const template = onlyBlock(guide, ({ words }) => words === 'template').code;
const answer = JSON.parse(onlyBlock(guide, ({ words }) => words === 'answer').code) as {
  fullName: string;
  primaryEmail: string;
};
const ADA = { firstName: 'Ada', lastName: 'Lovelace', emailAddress: answer.primaryEmail, password: PASSWORD };
const NAMELESS = { emailAddress: 'nameless@example.com', password: PASSWORD };
const SIGNED_OUT = { status: 401, body: { error: 'Sign in to see your claims.' } };

let bartleby: Bartleby;
let app: NextApp;
let folder: string;
let browser: TestBrowser;
/** Ada's page of the app, open from the first test to the last and never reloaded on purpose. */
let page: Page;
/** The operator's page of the Dashboard, in the same browser. */
let dashboard: Page;
/** A token of Ada's that another template made. */
let earlierToken: string;

beforeAll(async () => {
  const example = await installedExample('nextjs');
  bartleby = await startBartleby();
  const { stdout } = await runCli(['env', '--for', 'nextjs', '--data-dir', bartleby.dataDir]);
  folder = layOver(example);
  app = await startNextApp(folder, parseBlock(stdout), 'production');
  browser = await openBrowser();
  page = browser.page;
  dashboard = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await bartleby?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** The example, and beside its own files the older guide's listings and the guide's button. */
function layOver(example: string): string {
  const copy = copyApp(example, 'guide-nextjs');
  const older = join(repository, 'e2e/fixtures/older-guide');
  mkdirSync(join(copy, 'app/api/older'), { recursive: true });
  cpSync(join(older, 'route.ts'), join(copy, 'app/api/older/route.ts'));
  cpSync(join(older, 'pages-handler.js'), join(copy, 'pages/api/older-pages.js'));
  const button = onlyBlock(guide, (block) => wordOf(block, 'compile') === 'nextjs').code;
  const files = {
    'app/fresh/refresh-claims.tsx': button,
    'app/fresh/page.tsx':
      "import { RefreshClaims } from './refresh-claims';\n\nexport default function Page() {\n  return <RefreshClaims />;\n}\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  return copy;
}

/** The app's session token, from its cookie; the operator's lies beside it, as cookies ignore ports. */
async function cookieToken(): Promise<string> {
  const cookies = await browser.context.cookies(app.url);
  const tokens = cookies.filter(({ name }) => name.startsWith('__session_')).map(({ value }) => value);
  const own = tokens.find((token) => (JSON.parse(claimsOf(token)) as { azp?: string }).azp === app.url);
  if (!own) throw new Error(`no session cookie of ${app.url} among ${tokens.length}`);
  return own;
}

const claimsOf = (token: string) => Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
const cookieClaims = async () => claimsOf(await cookieToken());

/** The same bytes but for the claims that differ from token to token. */
const lasting = (claims: string) =>
  JSON.stringify(
    Object.entries(JSON.parse(claims) as object).map(([name, value]: [string, unknown]) =>
      ['iat', 'exp', 'nbf', 'jti', 'fva'].includes(name) ? [name] : [name, value],
    ),
  );

describe('the guide with examples/nextjs', () => {
  it('signs somebody up in the app, in the browser, with the code from the mail', async () => {
    await signUpInApp(page, { appUrl: app.url, bartleby, person: ADA });
    await page.goto(`${app.url}/fresh`);
    expect(await getFromPage(page, '/api/example')).toEqual({ status: 200, body: {} });
  });

  it('lets the operator in by the printed link, to the page Sessions', async () => {
    await enterDashboard(dashboard, bartleby.dashboardUrl);
    await dashboard.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
    await dashboard.getByRole('button', { name: 'Edit' }).waitFor();
    await takePicture(dashboard, 'sessions-page.png');
  });

  it('shows the whole token of a real user while the template is written, and saves it', async () => {
    const dialog = await openTemplateEditor(dashboard);
    await writeTemplate(dashboard, dialog, template);
    await expect.poll(() => previewedClaims(dialog)).toMatchObject(answer);
    await dialog.getByText('Unsaved changes').waitFor();
    await dialog
      .getByText(/of 4,096/)
      .first()
      .waitFor();
    await takePicture(dashboard, 'edit-session-token.png');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dashboard.getByText(/Saved as version/).waitFor();
  });

  it('shows the claims in the open page within 60 seconds, without a reload', async () => {
    const savedAt = performance.now();
    await expect
      .poll(() => getFromPage(page, '/api/example'), { timeout: 60_000, interval: 1_000 })
      .toEqual({ status: 200, body: answer });
    console.info(`the change showed after ${((performance.now() - savedAt) / 1_000).toFixed(1)} s`);
    expect(await getFromPage(page, '/api/example-pages')).toEqual({ status: 200, body: answer });
  });

  it('previews, byte for byte, what the user’s next token has', async () => {
    const user = await userIdOf(ADA.emailAddress);
    const path = `${await bartleby.instancePath()}/session_token/preview`;
    const { claims_json: previewed } = await bartleby.platform<{ claims_json: string }>(path, 'POST', {
      user_id: user,
    });
    const before = await cookieClaims();
    await page.getByRole('button', { name: 'Refresh my claims' }).click();
    await expect.poll(cookieClaims).not.toBe(before);
    expect(lasting(previewed)).toBe(lasting(await cookieClaims()));
    await dashboard.reload();
    const dialog = await openTemplateEditor(dashboard);
    await expect
      .poll(async () => lasting(JSON.stringify(await previewedClaims(dialog))))
      .toBe(lasting(await cookieClaims()));
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  it('shows a change at once with getToken({ skipCache: true })', async () => {
    await bartleby.saveTemplate(template.replace('{{user.full_name}}', '{{user.first_name}}'));
    await page.getByRole('button', { name: 'Refresh my claims' }).click();
    await expect
      .poll(() => getFromPage(page, '/api/example'), { timeout: 5_000 })
      .toMatchObject({ body: { fullName: 'Ada' } });
    earlierToken = await cookieToken();
    await bartleby.saveTemplate(template);
    await page.getByRole('button', { name: 'Refresh my claims' }).click();
    await expect
      .poll(() => getFromPage(page, '/api/example'), { timeout: 5_000 })
      .toEqual({ status: 200, body: answer });
  });

  it('explains an earlier token to the operator: expression, field and value, then and now', async () => {
    await dashboard.getByRole('link', { name: 'Explain a token' }).click();
    await dashboard.getByLabel('Session token').fill(earlierToken);
    await dashboard.getByRole('button', { name: 'Explain', exact: true }).click();
    const fullName = dashboard
      .getByRole('row')
      .filter({ has: dashboard.getByRole('rowheader', { name: 'fullName' }) });
    await fullName.waitFor();
    const told = await fullName.textContent();
    for (const part of [
      'changed',
      '"{{user.full_name}}"',
      'before: "{{user.first_name}}"',
      '"Ada"',
      '"Ada Lovelace"',
    ])
      expect(told).toContain(part);
    await takePicture(dashboard, 'explain-a-token.png');
  });

  it('answers the claims by the older form of the guide too', async () => {
    expect(await getFromPage(page, '/api/older')).toEqual({ status: 200, body: answer });
    expect(await getFromPage(page, '/api/older-pages')).toEqual({ status: 200, body: answer });
  });

  it('answers 401 in JSON when signed out; the older form 200 with an empty object, and an error', async () => {
    const ask = async (path: string) => {
      const response = await fetch(`${app.url}${path}`);
      const text = await response.text();
      return {
        status: response.status,
        body: response.ok || response.status === 401 ? JSON.parse(text) : text,
      };
    };
    expect(await ask('/api/example')).toEqual(SIGNED_OUT);
    expect(await ask('/api/example-pages')).toEqual(SIGNED_OUT);
    expect(await ask('/api/older')).toEqual({ status: 200, body: {} });
    expect((await ask('/api/older-pages')).status).toBe(500);
  });

  it('has the claim as null for a user without a name', async () => {
    const other = await openBrowser();
    try {
      await signUpInApp(other.page, { appUrl: app.url, bartleby, person: NAMELESS });
      const expected = { status: 200, body: { fullName: null, primaryEmail: NAMELESS.emailAddress } };
      expect(await getFromPage(other.page, '/api/example')).toEqual(expected);
      expect(await getFromPage(other.page, '/api/example-pages')).toEqual(expected);
    } finally {
      await other.close();
    }
  });

  it('signs the app out at its next token when the operator revokes the session', async () => {
    await dashboard.getByRole('link', { name: 'Users' }).click();
    await dashboard.getByRole('link', { name: /Ada Lovelace/ }).click();
    await dashboard.getByRole('button', { name: /^Revoke session/ }).click();
    const question = dashboard.getByRole('dialog', { name: 'Revoke this session?' });
    await question.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dashboard.getByText('The session is revoked.').waitFor();
    await page.getByRole('button', { name: 'Refresh my claims' }).click();
    await expect.poll(() => getFromPage(page, '/api/example'), { timeout: 10_000 }).toEqual(SIGNED_OUT);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('asked no host but this machine for anything', () => {
    for (const host of browser.hosts()) expect(host).toMatch(/^localhost:\d+$/);
    for (const host of app.egress()) expect(host).toMatch(/^(localhost|127\.0\.0\.1|::1|::|0\.0\.0\.0)$/);
  });
});

async function userIdOf(emailAddress: string): Promise<string> {
  const users = await bartleby.backend<{ id: string }[]>(
    `/users?email_address=${encodeURIComponent(emailAddress)}`,
  );
  return users[0]!.id;
}
