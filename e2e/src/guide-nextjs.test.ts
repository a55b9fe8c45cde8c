import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFindings } from './harness/axe.ts';
import {
  type Bartleby,
  type BrowserHall,
  copyApp,
  installedExample,
  type NextApp,
  openBrowserHall,
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
/** Of the guide "Claims that are fresh": the component, and the route handler that hands the new token back. */
const [planComponent, upgradeRoute] = fencedBlocks('docs/guides/fresh-claims.md')
  .filter((block) => wordOf(block, 'compile') === 'nextjs')
  .map(({ code }) => code);
/** Of the guide "When a token is too large": the route handler that asks for what the token left out. */
const fullRoute = onlyBlock(
  fencedBlocks('docs/guides/when-a-token-is-too-large.md'),
  (block) => wordOf(block, 'compile') === 'nextjs',
).code;
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
let hall: BrowserHall;
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
  hall = await openBrowserHall();
  browser = await hall.open();
  page = browser.page;
  dashboard = await browser.context.newPage();
});
afterAll(async () => {
  await hall?.close();
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
    'app/plan/plan.tsx': planComponent ?? '',
    'app/plan/page.tsx':
      "import { Plan } from './plan';\n\nexport default function Page() {\n  return <Plan />;\n}\n",
    'app/api/upgrade/route.ts': upgradeRoute ?? '',
    'app/api/full/route.ts': fullRoute,
    'app/custom/page.tsx':
      "'use client';\n\nimport { useAuth } from '@bartleby/nextjs';\nimport { useState } from 'react';\n\nexport default function Page() {\n  const { getToken } = useAuth();\n  const [token, setToken] = useState<string | null>(null);\n  const ask = async () => setToken(await getToken({ template: 'reports' }));\n  return (\n    <>\n      <button onClick={ask}>Ask</button>\n      <output>{token}</output>\n    </>\n  );\n}\n",
    'app/api/custom/route.ts':
      "import { auth } from '@bartleby/nextjs/server';\n\nexport async function GET() {\n  const { getToken } = await auth();\n  return Response.json({ token: await getToken({ template: 'reports' }) });\n}\n",
    'app/api/notes/route.ts':
      "import { auth } from '@bartleby/nextjs/server';\n\nexport async function GET() {\n  const { sessionClaims } = await auth();\n  return Response.json({ notes: sessionClaims?.notes });\n}\n",
    'app/api/plan/route.ts':
      "import { auth } from '@bartleby/nextjs/server';\n\nexport async function GET() {\n  const { sessionClaims } = await auth();\n  return Response.json({ plan: sessionClaims?.plan });\n}\n",
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
    await dashboard.getByText('The token carries the default claims only.').waitFor();
    await dashboard.getByText('Nothing has been saved yet.').waitFor();
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
      .poll(() => getFromPage(page, '/api/example'), { timeout: 20_000 })
      .toMatchObject({ body: { fullName: 'Ada' } });
    earlierToken = await cookieToken();
    await bartleby.saveTemplate(template);
    await page.getByRole('button', { name: 'Refresh my claims' }).click();
    await expect
      .poll(() => getFromPage(page, '/api/example'), { timeout: 20_000 })
      .toEqual({ status: 200, body: answer });
  });

  it('gets tokens of a JWT template by getToken({ template }), in the browser and on the server', async () => {
    const claims = { aud: 'reports', email: '{{user.primary_email_address}}' };
    await bartleby.backend('/jwt_templates', 'POST', { name: 'reports', claims });
    const other = await browser.context.newPage();
    await other.goto(`${app.url}/custom`);
    await other.getByRole('button', { name: 'Ask' }).click();
    const shown = other.locator('output');
    await expect.poll(() => shown.textContent(), { timeout: 20_000 }).toMatch(/^ey/);
    const inBrowser = (await shown.textContent()) ?? '';
    await other.close();
    const { body } = (await getFromPage(page, '/api/custom')) as { body: { token: string } };
    const instance = await bartleby.platform<{ issuer: string; jwks_url: string }>(
      await bartleby.instancePath(),
    );
    const keys = createRemoteJWKSet(new URL(instance.jwks_url));
    for (const token of [inBrowser, body.token]) {
      const { payload } = await jwtVerify(token, keys, { issuer: instance.issuer, audience: 'reports' });
      expect(payload).toMatchObject({ email: answer.primaryEmail });
      expect(payload.sid).toBeUndefined();
    }
    // The session's cookie is none of them.
    expect(await getFromPage(page, '/api/example')).toEqual({ status: 200, body: answer });
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
    const other = await hall.open();
    try {
      await signUpInApp(other.page, { appUrl: app.url, bartleby, person: NAMELESS });
      const expected = { status: 200, body: { fullName: null, primaryEmail: NAMELESS.emailAddress } };
      expect(await getFromPage(other.page, '/api/example')).toEqual(expected);
      expect(await getFromPage(other.page, '/api/example-pages')).toEqual(expected);
    } finally {
      await other.close();
    }
  });

  it('shows changed metadata in the open page within seconds: the page listens', async () => {
    await bartleby.saveTemplate(
      JSON.stringify({ ...JSON.parse(template), plan: "{{user.public_metadata.plan || 'free'}}" }),
    );
    await page.goto(`${app.url}/plan`);
    await page.getByText('Your plan is free').waitFor();
    await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
    const changedAt = performance.now();
    await changePlan('silver');
    await page.getByText('Your plan is silver').waitFor({ timeout: 20_000 });
    console.info(`changed metadata showed after ${(performance.now() - changedAt).toFixed(0)} ms`);
    expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(true);
    expect(await getFromPage(page, '/api/plan')).toEqual({ status: 200, body: { plan: 'silver' } });
    const whole = page.viewportSize();
    await page.setViewportSize({ width: 800, height: 150 });
    await takePicture(page, 'fresh-claims.png');
    if (whole) await page.setViewportSize(whole);
  });

  let streamsCutOff = 0;
  it('hands the new token back with the answer that changed the metadata', async () => {
    // Without the stream nothing else could bring it.
    await browser.context.route('**/v1/client/events*', (route) => {
      streamsCutOff += 1;
      return route.abort();
    });
    await page.clock.install();
    await page.goto(`${app.url}/plan`);
    await page.getByText('Your plan is silver').waitFor();
    const answers = await page.evaluate(async () => {
      const upgraded = await fetch('/api/upgrade', { method: 'POST' });
      const next = await fetch('/api/plan');
      return [await upgraded.json(), await next.json()] as unknown[];
    });
    expect(answers).toEqual([{ plan: 'gold' }, { plan: 'gold' }]);
    expect(JSON.parse(await cookieClaims())).toMatchObject({ plan: 'gold', azp: app.url });
  });

  it('shows changed metadata with the next token where streams are cut off', async () => {
    await changePlan('platinum');
    // A stream that got through would tell within a second.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(streamsCutOff).toBeGreaterThan(0);
    expect(await page.getByText('Your plan is platinum').isVisible()).toBe(false);
    await page.clock.fastForward(45_000);
    await page.getByText('Your plan is platinum').waitFor({ timeout: 20_000 });
    expect(await getFromPage(page, '/api/plan')).toEqual({ status: 200, body: { plan: 'platinum' } });
    await browser.context.unroute('**/v1/client/events*');
    await page.goto(`${app.url}/fresh`);
  });

  it('keeps all claims to the last byte that the browser keeps; beyond it nobody is signed out', async () => {
    await changeNotes(10);
    await bartleby.saveTemplate(JSON.stringify({ notes: '{{user.public_metadata.notes}}' }));
    const [most, fits] = await longestNotesThatFit();
    expect(fits).toBeGreaterThan(4_092);
    expect(await keptByBrowser(4_096)).toBe(true);
    expect(await keptByBrowser(4_097)).toBe(false);

    await changeNotes(most);
    await refreshUntil({ notes: 'x'.repeat(most) });
    const cookies = (await browser.context.cookies(app.url)).filter(({ name }) => /^__session_/.test(name));
    expect(cookies.map(({ name, value }) => name.length + value.length)).toContain(fits);
    expect(await getFromPage(page, '/api/full')).toEqual({
      status: 200,
      body: { notes: 'x'.repeat(most), claimsOmitted: false },
    });

    await changeNotes(most + 3);
    await refreshUntil({ __omitted: true });
    expect(await getFromPage(page, '/api/full')).toEqual({
      status: 200,
      body: { notes: 'x'.repeat(most + 3), claimsOmitted: true },
    });
    expect(await page.evaluate(async () => (await fetch('/api/notes')).status)).toBe(500);
    expect(app.said()).toMatch(/ClaimsOmittedError\]?: The claim "notes" is not in this session token/);
    await tellsTheOperator();
    // The handshake makes another such token.
    await browser.context.clearCookies({ name: /^__session/ });
    await page.reload();
    await page.getByRole('button', { name: 'Refresh my claims' }).waitFor();
    expect(JSON.parse(await cookieClaims())).toMatchObject({ __omitted: true, azp: app.url });
  });

  it('signs the app out at its next token when the operator revokes the session', async () => {
    await dashboard.getByRole('link', { name: 'Users' }).click();
    await dashboard.getByRole('link', { name: /Ada Lovelace/ }).click();
    await dashboard.getByRole('button', { name: /^Revoke session/ }).click();
    const question = dashboard.getByRole('dialog', { name: 'Revoke this session?' });
    await question.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dashboard.getByText('The session is revoked.').waitFor();
    await page.getByRole('button', { name: 'Refresh my claims' }).click();
    await expect.poll(() => getFromPage(page, '/api/example'), { timeout: 20_000 }).toEqual(SIGNED_OUT);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('asked no host but this machine for anything', () => {
    for (const host of browser.hosts()) expect(host).toMatch(/^localhost:\d+$/);
    for (const host of app.egress()) expect(host).toMatch(/^(localhost|127\.0\.0\.1|::1|::|0\.0\.0\.0)$/);
  });
});

/** The page Sessions and the terminal name Ada and the claim; the page is fit for everybody. */
async function tellsTheOperator(): Promise<void> {
  await dashboard.goto(`${bartleby.url}/dashboard`);
  const banner = dashboard.getByRole('region', {
    name: 'One user’s tokens come without their custom claims',
  });
  await banner.waitFor();
  expect(await banner.textContent()).toMatch(/Ada Lovelace: 4,\d{3} of 4,096 bytes, of which notes 2,\d{3}/);
  expect(await axeFindings(dashboard)).toEqual([]);
  await takePicture(dashboard, 'token-too-large.png');
  const command = onlyBlock(
    fencedBlocks('docs/guides/when-a-token-is-too-large.md'),
    (block) => wordOf(block, 'cli') === 'overflow',
  );
  const [, , ...args] = command.code.trim().split(' ');
  const { exitCode, stdout } = await runCli([...args, '--data-dir', bartleby.dataDir]);
  expect([exitCode, stdout]).toEqual([
    2,
    expect.stringMatching(/Ada Lovelace \(user_\w+\): 4,\d{3} of 4,096/),
  ]);
}

const changeNotes = async (length: number) =>
  bartleby.backend(`/users/${await userIdOf(ADA.emailAddress)}/metadata`, 'PATCH', {
    public_metadata: { notes: 'x'.repeat(length) },
  });

/** How many characters of notes fit in Ada's cookie, and its bytes then. */
async function longestNotesThatFit(): Promise<[length: number, cookieBytes: number]> {
  const path = `${await bartleby.instancePath()}/session_token/preview`;
  const userId = await userIdOf(ADA.emailAddress);
  let found: [number, number] = [0, 0];
  for (let length = 2_200; ; length += found[1] > 4_070 ? 1 : 10) {
    const claims = JSON.stringify({ notes: 'x'.repeat(length) });
    const preview = await bartleby.platform<{ cookie_bytes: number; omitted: object | null }>(path, 'POST', {
      user_id: userId,
      source: claims,
    });
    if (preview.omitted) return found;
    found = [length, preview.cookie_bytes];
  }
}

/** Whether Chromium stores a cookie whose name and value have so many bytes. */
const keptByBrowser = (bytes: number) =>
  page.evaluate((size) => {
    const name = `size_${size}`;
    // biome-ignore lint/suspicious/noDocumentCookie: the old interface is the one that pages and SDKs have everywhere
    document.cookie = `${name}=${'x'.repeat(size - name.length)}; path=/`;
    const isKept = document.cookie.includes(`${name}=`);
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = `${name}=; path=/; max-age=0`;
    return isKept;
  }, bytes);

/** Asks for new tokens until the cookie has these claims. */
async function refreshUntil(claims: object): Promise<void> {
  await page.getByRole('button', { name: 'Refresh my claims' }).click();
  await expect.poll(async () => JSON.parse(await cookieClaims()) as object).toMatchObject(claims);
}

async function changePlan(plan: string): Promise<void> {
  const path = `/users/${await userIdOf(ADA.emailAddress)}/metadata`;
  await bartleby.backend(path, 'PATCH', { public_metadata: { plan } });
}

async function userIdOf(emailAddress: string): Promise<string> {
  const users = await bartleby.backend<{ id: string }[]>(
    `/users?email_address=${encodeURIComponent(emailAddress)}`,
  );
  return users[0]!.id;
}
