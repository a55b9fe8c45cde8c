import { decodeJwt, type KeySource } from '@bartleby/session-token';
import type { SessionCalls } from '../auth/auth-object.ts';
import type { BackendApi } from '../backend-api/backend-api.ts';
import { isBartlebyAPIResponseError } from '../backend-api/backend-api-error.ts';
import { cookieNames } from '../wire-names.ts';
import { readSetCookie } from './cookies.ts';
import type { RequestContext } from './request-context.ts';
import { type SignedInState, signedIn } from './request-state.ts';
import { verifySession } from './session-verification.ts';

/** What the decision needs of its surroundings. */
export interface Surroundings {
  keys: KeySource;
  /** @throws Error when there is no address or key for the Backend API. */
  backendApi: () => BackendApi;
  calls: SessionCalls;
}

/** The signed-in state after a refresh, or why there is none (backend contract section 2.7, *R*). */
export type RefreshOutcome = SignedInState | { failure: string };

/** Trades an expired token and the refresh cookie for a new token, without sending the browser anywhere. */
export async function refreshSession(
  context: RequestContext,
  expiredToken: string,
  surroundings: Surroundings,
): Promise<RefreshOutcome> {
  if (context.method !== 'GET') return { failure: 'non-eligible-non-get' };
  const refreshToken = context.refreshTokenInCookie;
  if (!refreshToken) return { failure: 'non-eligible-no-refresh-cookie' };
  const sessionId = decodeJwt(expiredToken)?.claims.sid;
  if (typeof sessionId !== 'string' || sessionId === '')
    return { failure: 'expired-session-token-missing-sid-claim' };

  const answer = await requestCookies(context, sessionId, expiredToken, refreshToken, surroundings);
  if ('failure' in answer) return answer;
  const token = sessionTokenIn(answer.cookies);
  if (!token) return { failure: 'unexpected-sdk-error' };
  const verified = await verifySession(context, surroundings.keys, token);
  if (!verified.ok) return { failure: 'invalid-session-token' };
  const headers = new Headers();
  for (const line of answer.cookies) headers.append('Set-Cookie', line);
  return signedIn(context, { token, claims: verified.claims, calls: surroundings.calls }, headers);
}

async function requestCookies(
  context: RequestContext,
  sessionId: string,
  expiredToken: string,
  refreshToken: string,
  { backendApi }: Surroundings,
): Promise<{ cookies: string[] } | { failure: string }> {
  let api: BackendApi;
  try {
    api = backendApi();
  } catch {
    return { failure: 'missing-api-client' };
  }
  try {
    const { cookies } = await api.sessions.refreshSession(sessionId, {
      format: 'cookie',
      suffixedCookies: context.usesSuffixedCookies,
      expiredToken,
      refreshToken,
      requestOrigin: context.url.origin,
      requestHeaders: describeHeaders(context.headers),
    });
    return { cookies: cookies.filter(isUsableSetCookie) };
  } catch (error) {
    if (!isBartlebyAPIResponseError(error)) return { failure: 'unexpected-sdk-error' };
    if (error.status === undefined) return { failure: 'fetch-error' };
    return { failure: error.errors[0]?.code ?? 'unexpected-bapi-error' };
  }
}

/** The browser's headers, for the server's checks. Credentials stay here: those that count are sent by name. */
function describeHeaders(headers: Headers): Record<string, string[]> {
  return Object.fromEntries(
    [...headers]
      .filter(([name]) => name !== 'cookie' && name !== 'authorization')
      .map(([name, value]) => [name, [value]]),
  );
}

export const isUsableSetCookie = (line: unknown): line is string =>
  typeof line === 'string' && /^[\t\x20-\x7e]+$/.test(line);

/** The session token that a list of Set-Cookie lines leaves in the browser: the last one counts. */
export function sessionTokenIn(cookies: readonly string[]): string | undefined {
  return cookies
    .map(readSetCookie)
    .findLast(({ name }) => name === cookieNames.session || name.startsWith(`${cookieNames.session}_`))
    ?.value;
}
