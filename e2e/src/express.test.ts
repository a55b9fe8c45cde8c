import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Bartleby,
  installedExample,
  openBrowser,
  parseBlock,
  type RunningProcess,
  runCli,
  startBartleby,
  startProcess,
  withoutOurs,
} from './harness/index.ts';
import { fencedBlocks, onlyBlock } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

// examples/express, copied out of the repository, with nothing set but the printed block.

const folder = mkdtempSync(join(tmpdir(), 'bartleby-express-'));
const template = onlyBlock(
  fencedBlocks('docs/guides/customize-your-session-token.md'),
  ({ words }) => words === 'template',
).code;
let bartleby: Bartleby;
let app: RunningProcess;
let appUrl: string;

beforeAll(async () => {
  const example = await installedExample('express');
  cpSync(example, folder, { recursive: true, verbatimSymlinks: true });
  bartleby = await startBartleby();
  await bartleby.saveTemplate(template);
  const { stdout } = await runCli(['env', '--for', 'express', '--data-dir', bartleby.dataDir]);
  const port = String(30_000 + (process.pid % 9_000));
  app = startProcess(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'src/server.ts'], {
    cwd: folder,
    env: { ...withoutOurs(process.env), ...parseBlock(stdout), PORT: port },
  });
  await app.waitFor(/Listening/);
  appUrl = `http://localhost:${port}`;
});
afterAll(async () => {
  await app?.stop();
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes a user with a session, as after a sign-in; resolves to a session token of theirs. */
async function tokenOf(person: Record<string, unknown>): Promise<string> {
  const user = await bartleby.backend<{ id: string }>('/users', 'POST', person);
  const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: user.id });
  return (await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {})).jwt;
}

async function ask(headers: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${appUrl}/api/example`, { headers, redirect: 'manual' });
  return { status: response.status, body: await response.json() };
}

describe('examples/express', () => {
  it('answers the claims to a Bearer token', async () => {
    const token = await tokenOf({
      email_address: ['ada@example.com'],
      first_name: 'Ada',
      last_name: 'Lovelace',
    });
    expect(await ask({ authorization: `Bearer ${token}` })).toEqual({
      status: 200,
      body: { fullName: 'Ada Lovelace', primaryEmail: 'ada@example.com' },
    });
  });

  it('answers the claims to a browser that signed in, by its session cookie', async () => {
    const password = 'correct horse battery staple';
    await bartleby.backend('/users', 'POST', {
      email_address: ['grace@example.com'],
      first_name: 'Grace',
      password,
    });
    const { page, close } = await openBrowser();
    try {
      await page.goto(`${appUrl}/api/example`);
      expect(await page.locator('body').innerText()).toContain('Sign in to see your claims.');
      await page.goto(`${bartleby.url}/i/app/account/sign-in`);
      await page.getByLabel('Email address').fill('grace@example.com');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
      const answer = await page.goto(`${appUrl}/api/example`);
      expect(answer?.status()).toBe(200);
      expect(await answer?.json()).toEqual({ fullName: 'Grace', primaryEmail: 'grace@example.com' });
    } finally {
      await close();
    }
  });

  it('has the claim as null for a user without a name', async () => {
    const token = await tokenOf({ email_address: ['nameless@example.com'] });
    expect(await ask({ authorization: `Bearer ${token}` })).toEqual({
      status: 200,
      body: { fullName: null, primaryEmail: 'nameless@example.com' },
    });
  });

  it('answers 401 in JSON without a token, and to a forged one', async () => {
    const refused = { status: 401, body: { error: 'Sign in to see your claims.' } };
    expect(await ask({})).toEqual(refused);
    const token = await tokenOf({ email_address: ['forged@example.com'] });
    const [header, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'user_1', sid: 'sess_1' })).toString('base64url');
    expect(await ask({ authorization: `Bearer ${header}.${claims}.${signature}` })).toEqual(refused);
  });
});
