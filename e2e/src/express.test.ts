import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Bartleby,
  type ExpressApp,
  openBrowser,
  parseBlock,
  runCli,
  startBartleby,
  startExpressExample,
} from './harness/index.ts';
import { PASSWORD, signInAtPortal } from './people/app-people.ts';
import { fencedBlocks, onlyBlock } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

// examples/express, copied out of the repository, with nothing set but the printed block.

const template = onlyBlock(
  fencedBlocks('docs/guides/customize-your-session-token.md'),
  ({ words }) => words === 'template',
).code;
let bartleby: Bartleby;
let app: ExpressApp;

beforeAll(async () => {
  bartleby = await startBartleby();
  await bartleby.saveTemplate(template);
  const { stdout } = await runCli(['env', '--for', 'express', '--data-dir', bartleby.dataDir]);
  app = await startExpressExample(parseBlock(stdout));
});
afterAll(async () => {
  await app?.stop();
  await bartleby?.stop();
});

/** Makes a user with a session, as after a sign-in; resolves to a session token of theirs. */
async function tokenOf(person: Record<string, unknown>): Promise<string> {
  const user = await bartleby.backend<{ id: string }>('/users', 'POST', person);
  const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: user.id });
  return (await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {})).jwt;
}

async function ask(headers: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${app.url}/api/example`, { headers, redirect: 'manual' });
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
    await bartleby.backend('/users', 'POST', {
      email_address: ['grace@example.com'],
      first_name: 'Grace',
      password: PASSWORD,
    });
    const { page, close } = await openBrowser();
    try {
      await page.goto(`${app.url}/api/example`);
      expect(await page.locator('body').textContent()).toContain('Sign in to see your claims.');
      await signInAtPortal(page, {
        url: bartleby.url,
        emailAddress: 'grace@example.com',
        password: PASSWORD,
      });
      const answer = await page.goto(`${app.url}/api/example`);
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
