import { decodeJwt } from '@bartleby/session-token';
import { type SessionCalls, type SignedInAuthObject, signedInAuthObject } from '../auth/auth-object.ts';
import type { JwtPayload } from '../auth/session-claims.ts';
import type { BackendApi } from '../backend-api/backend-api.ts';
import { cookieSuffix, parsePublishableKey } from '../publishable-key.ts';
import { cookieNames } from '../wire-names.ts';

export interface RefreshSessionCookieOptions {
  /** Of the instance; default: the client's. */
  publishableKey?: string | undefined;
  /** Whether the browser reached the app by https. Default: true for live keys, false for development keys. */
  secure?: boolean | undefined;
}

/** As `cookies().set()` of Next.js and others take it. */
export interface SessionCookie {
  name: string;
  value: string;
  path: '/';
  sameSite: 'lax';
  secure: boolean;
  /** The browser SDK reads and renews it. */
  httpOnly: false;
  /** Seconds. The token in it ends sooner; the browser SDK then finds whose it was. */
  maxAge: number;
}

export interface RefreshedSession {
  /** Who the request comes from, with the new claims. */
  auth: SignedInAuthObject;
  token: string;
  /** To be set with the answer: `__session`, plain and with the instance's suffix. */
  cookies: readonly SessionCookie[];
  /** The same as `Set-Cookie` lines. */
  headers: Headers;
}

const YEAR_SECONDS = 31_536_000;

/** The attributes are those with which the browser SDK writes these cookies: it finds them as its own. */
export async function refreshSessionCookie(
  auth: SignedInAuthObject,
  options: RefreshSessionCookieOptions,
  { backendApi, calls }: { backendApi: () => BackendApi; calls: SessionCalls },
): Promise<RefreshedSession> {
  if (!auth.isAuthenticated)
    throw new Error(
      'Nobody is signed in, so there is no session cookie to refresh. Ask isAuthenticated first.',
    );
  const key = parsePublishableKey(options.publishableKey);
  const { azp } = auth.sessionClaims;
  const { jwt: token } = await backendApi().sessions.renewToken(auth.sessionId, { authorizedParty: azp });
  const claims = decodeJwt(token)?.claims as JwtPayload | undefined;
  if (claims?.sub !== auth.userId) throw new Error('The server answered with a token of somebody else.');
  const secure = options.secure ?? key.instanceType === 'production';
  const names = [cookieNames.session, `${cookieNames.session}_${await cookieSuffix(key.text)}`];
  const cookies = names.map((name) => cookieOf(name, token, secure));
  return {
    auth: signedInAuthObject({ token, claims, calls, debug: auth.debug }),
    token,
    cookies,
    headers: new Headers(cookies.map((cookie) => ['set-cookie', lineOf(cookie)])),
  };
}

function cookieOf(name: string, value: string, secure: boolean): SessionCookie {
  return { name, value, path: '/', sameSite: 'lax', secure, httpOnly: false, maxAge: YEAR_SECONDS };
}

function lineOf({ name, value, secure }: SessionCookie): string {
  return `${name}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure ? '; Secure' : ''}`;
}
