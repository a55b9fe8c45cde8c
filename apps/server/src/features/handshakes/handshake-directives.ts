import { cookieNames, suffixedCookieName } from '@bartleby/api-contract';
import { clientUatLines, cookieDomain } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import type { Handshake } from './handshake-store.ts';

type CookieInstance = Pick<Instance, 'environmentType' | 'cookieSuffix'>;

const YEAR_SECONDS = 31_536_000;
const EXPIRED = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

/** What a signed-in browser's app gets. */
export interface SignedIn {
  readonly jwt: string;
  /** `__client_uat`: never later than the token's `iat`. */
  readonly clientUatSeconds: number;
  readonly refreshToken: string;
  readonly refreshMaxAgeSeconds: number;
}

/**
 * The Set-Cookie lines that the app's server sends on (frontend contract 5.10, clients spike 3.4), in this order:
 * the SDK reads the session token from the last line whose name starts with `__session`.
 * @param signedIn null removes what a former session left behind.
 */
export function handshakeDirectives(
  instance: CookieInstance,
  handshake: Handshake,
  signedIn: SignedIn | null,
): string[] {
  const place = cookiePlace(instance, handshake.appOrigin);
  const appHostname = new URL(handshake.appOrigin).hostname;
  const domain = cookieDomain(instance.environmentType, appHostname, handshake.serverHostname);
  const refresh = suffixedCookieName(cookieNames.refresh, instance.cookieSuffix);
  return [
    ...(instance.environmentType === 'production' ? [expiredNonceLine(handshake)] : []),
    ...both(instance, cookieNames.devBrowser)
      .filter(() => handshake.devBrowser !== null)
      .map((name) => `${name}=${handshake.devBrowser}; ${place}; Max-Age=${YEAR_SECONDS}`),
    // A copy without Domain would be a second cookie beside the right one.
    ...both(instance, cookieNames.clientUat).map((name) => `${name}=; ${place}; ${EXPIRED}`),
    ...clientUatLines(instance, domain, signedIn?.clientUatSeconds ?? 0),
    signedIn
      ? `${refresh}=${signedIn.refreshToken}; ${place}; HttpOnly; Max-Age=${signedIn.refreshMaxAgeSeconds}`
      : `${refresh}=; ${place}; HttpOnly; ${EXPIRED}`,
    ...(signedIn
      ? sessionCookieLines(instance, handshake.appOrigin, signedIn.jwt)
      : both(instance, cookieNames.session).map((name) => `${name}=; ${place}; ${EXPIRED}`)),
  ];
}

/** `__session` under both names, the suffixed one last. Scripts may read it: clerk-js renews it. */
export function sessionCookieLines(instance: CookieInstance, appOrigin: string, jwt: string): string[] {
  const place = cookiePlace(instance, appOrigin);
  return both(instance, cookieNames.session).map(
    (name) => `${name}=${jwt}; ${place}; Max-Age=${YEAR_SECONDS}`,
  );
}

/** The cookie that takes a live instance's nonce back to the app. */
export function nonceLine(handshake: Handshake, nonce: string, lifetimeSeconds: number): string {
  return `${cookieNames.handshakeNonce}=${nonce}; ${noncePlace(handshake)}; Max-Age=${lifetimeSeconds}`;
}

/** Without this line every later request would replay the used nonce and be signed out. */
function expiredNonceLine(handshake: Handshake): string {
  return `${cookieNames.handshakeNonce}=; ${noncePlace(handshake)}; ${EXPIRED}`;
}

function noncePlace({ appOrigin, serverHostname }: Handshake): string {
  const domain = cookieDomain('production', new URL(appOrigin).hostname, serverHostname);
  return `Path=/; ${domain === null ? '' : `Domain=${domain}; `}HttpOnly; Secure; SameSite=Lax`;
}

function cookiePlace(instance: CookieInstance, appOrigin: string): string {
  const secure = instance.environmentType === 'production' || appOrigin.startsWith('https:');
  return `Path=/; SameSite=Lax${secure ? '; Secure' : ''}`;
}

const both = (instance: CookieInstance, name: string): string[] => [
  name,
  suffixedCookieName(name, instance.cookieSuffix),
];
