import type { RunningServer } from './running-server.ts';

/** What a browser needs to ask for its session's token. */
export interface SignedInBrowser {
  path: string;
  cookie: string;
}

/** The page that the requests come from; a development instance allows it. */
export const PAGE_ORIGIN = 'http://localhost:3000';

/** So many users, each signed in by a one-time ticket in a browser of its own. */
export async function signInBrowsers(server: RunningServer, count: number): Promise<SignedInBrowser[]> {
  const browsers: SignedInBrowser[] = [];
  for (let number = 0; number < count; number += 1) browsers.push(await signIn(server, number));
  return browsers;
}

async function signIn(server: RunningServer, number: number): Promise<SignedInBrowser> {
  return redeemTicket(server, await createTicket(server, number));
}

/** A user who has not signed in yet, and the one-time ticket that signs them in. */
export async function createTicket(server: RunningServer, number: number): Promise<string> {
  const user = await backend(server, '/v1/users', {
    email_address: [`bench${number}@example.com`],
    first_name: 'Ada',
    last_name: 'Lovelace',
    skip_password_requirement: true,
  });
  const { token } = await backend(server, '/v1/sign_in_tokens', { user_id: user.id });
  return String(token);
}

/** Signs in, in a browser of its own. */
export async function redeemTicket(server: RunningServer, ticket: string): Promise<SignedInBrowser> {
  const answer = await fetch(`${server.url}/i/app/v1/client/sign_ins`, {
    method: 'POST',
    headers: { origin: PAGE_ORIGIN },
    body: new URLSearchParams({ strategy: 'ticket', ticket }),
  });
  const body = await answer.text();
  const session = (JSON.parse(body) as { response?: { created_session_id?: string } }).response
    ?.created_session_id;
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
  if (!answer.ok || !session || !cookie) throw new Error(`a sign-in answered ${answer.status}: ${body}`);
  return { path: `/i/app/v1/client/sessions/${session}/tokens`, cookie };
}

async function backend(
  { url, secretKey }: RunningServer,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
