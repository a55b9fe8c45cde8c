import type { Bartleby } from '@bartleby/e2e/harness';
import { expect } from 'vitest';
import { type Account, createAccount } from '../visitors.ts';

/** What a browser keeps that signed in at an app and was then closed. */
export interface ParkedBrowser {
  readonly person: Account;
  readonly cookies: readonly { name: string; value: string; domain: string; path: string }[];
  /** Resolves once its session token has expired, clock skew included. */
  expired(): Promise<void>;
}

const LIFETIME_AND_SKEW_SECONDS = 60 + 5;

/**
 * Signs somebody in as clerk-js and an app's server do between them, by ticket and handshake, without either:
 * so that the token can grow old while the app is still being built.
 */
export async function parkBrowser(bartleby: Bartleby, appUrl: string): Promise<ParkedBrowser> {
  const person = await createAccount(bartleby);
  const { token } = await bartleby.backend<{ token: string }>('/sign_in_tokens', 'POST', {
    user_id: person.id,
  });
  const frontendApi = `${bartleby.url}/i/app`;
  const signIn = await fetch(`${frontendApi}/v1/client/sign_ins`, {
    method: 'POST',
    headers: { origin: appUrl },
    body: new URLSearchParams({ strategy: 'ticket', ticket: token }),
  });
  expect(signIn.status).toBe(200);
  const client = signIn.headers.getSetCookie().map(parseCookie);
  const ask = new URLSearchParams({
    redirect_url: `${appUrl}/`,
    format: 'nonce',
    suffixed_cookies: 'true',
    __clerk_hs_reason: 'client-uat-but-no-session-token',
  });
  const handshake = await fetch(`${frontendApi}/v1/client/handshake?${ask}`, {
    redirect: 'manual',
    headers: { cookie: client.map(({ name, value }) => `${name}=${value}`).join('; ') },
  });
  const back = new URL(handshake.headers.get('location') ?? '');
  const issuedAt = performance.now();
  const { directives } = await bartleby.backend<{ directives: string[] }>(
    `/clients/handshake_payload?nonce=${back.searchParams.get('__clerk_handshake_nonce')}`,
  );
  const cookies = [...client, ...directives.map(parseCookie).filter(({ value }) => value)].map((cookie) => ({
    ...cookie,
    domain: 'localhost',
  }));
  expect(cookies.filter(({ name }) => name.startsWith('__refresh_'))).toHaveLength(1);
  const expired = async () => {
    const left = LIFETIME_AND_SKEW_SECONDS + 1 - (performance.now() - issuedAt) / 1_000;
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left * 1_000));
  };
  return { person, cookies, expired };
}

function parseCookie(line: string): { name: string; value: string; path: string } {
  const [pair = '', ...attributes] = line.split(/; ?/);
  const path = attributes.find((text) => text.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
  const equals = pair.indexOf('=');
  return { name: pair.slice(0, equals), value: pair.slice(equals + 1), path };
}
