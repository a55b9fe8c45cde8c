import { createRemoteJWKSet, jwtVerify } from 'jose';
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
} from './harness/index.ts';
import { PASSWORD, signInAtPortal } from './people/app-people.ts';
import { enterDashboard } from './people/dashboard-operator.ts';
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

/** What `getToken({ template })` asks the Frontend API for, in the browser of whoever is signed in. */
const customJwt = (page: Page, name: string): Promise<string> =>
  page.evaluate(async (template) => {
    const client = await (await fetch('/i/app/v1/client')).json();
    const path = `/i/app/v1/client/sessions/${client.response.last_active_session_id}/tokens/${template}`;
    return (await (await fetch(path, { method: 'POST' })).json()).jwt;
  }, name);

/** As Hasura does, set up with what the Dashboard shows. Its docs: "Authentication Using JWTs". */
async function acceptAsHasura(jwt: string, expected: { secret: string; userId: string }): Promise<void> {
  const { jwk_url: jwksUrl, issuer } = JSON.parse(expected.secret) as { jwk_url: string; issuer: string };
  const { payload } = await jwtVerify(jwt, createRemoteJWKSet(new URL(jwksUrl)), { issuer });
  const claims = payload['https://hasura.io/jwt/claims'] as Record<string, unknown>;
  expect(claims['x-hasura-allowed-roles']).toContain(claims['x-hasura-default-role']);
  expect(claims['x-hasura-user-id']).toBe(expected.userId);
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

  it('gets a token for Hasura, by a template that the operator makes from the preset', async () => {
    const user = await bartleby.backend<{ id: string }>('/users', 'POST', {
      email_address: ['hasura@example.com'],
      password: PASSWORD,
    });
    const { page, close } = await openBrowser();
    try {
      await enterDashboard(page, bartleby.dashboardUrl);
      await page.getByRole('link', { name: 'JWT templates' }).click();
      await page.getByRole('button', { name: 'Create template' }).click();
      await page.getByRole('button', { name: /^Hasura/ }).click();
      const dialog = page.getByRole('dialog', { name: 'New JWT template' });
      const secret = await dialog.getByRole('region', { name: 'HASURA_GRAPHQL_JWT_SECRET' }).textContent();
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Edit hasura' }).waitFor();
      await signInAtPortal(page, {
        url: bartleby.url,
        emailAddress: 'hasura@example.com',
        password: PASSWORD,
      });
      const jwt = await customJwt(page, 'hasura');
      await acceptAsHasura(jwt, { secret: secret ?? '', userId: user.id });
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
