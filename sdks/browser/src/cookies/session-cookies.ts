import { cookieNames, suffixedCookieName } from '@bartleby/api-contract';
import type { BrowserPlatform } from '../browser-platform.ts';
import type { PublishableKey } from '../publishable-key.ts';
import { isFresher, readToken, type TokenFacts } from '../tokens/read-token.ts';

const YEAR_SECONDS = 31_536_000;
const { session: SESSION, clientUat: CLIENT_UAT, activeContext: ACTIVE_CONTEXT } = cookieNames;

export interface SessionCookies {
  /** The session token that this instance's cookie holds, whoever wrote it. */
  readSession(): TokenFacts | null;
  /** Writes the token, unless another tab is in charge or the cookie holds a fresher one (frontend-api 3.5). */
  writeSession(token: TokenFacts): void;
  removeSession(): void;
  /** When the Client last changed, in epoch seconds; 0 when nobody is signed in. Development instances only. */
  writeClientUat(seconds: number): void;
  /** Claims the cookies for this tab's session and organization. */
  writeActiveContext(sessionId: string, organizationId: string | null): void;
}

/** The widest domain that the browser lets this page set a cookie for; undefined: the host alone. */
function widestDomain({ cookies, location }: BrowserPlatform): string | undefined {
  if (/^[\d.]+$|:/.test(location.hostname)) return undefined;
  const labels = location.hostname.split('.');
  for (let from = labels.length - 1; from >= 0; from--) {
    const domain = labels.slice(from).join('.');
    const attributes = { domain, sameSite: 'Strict', secure: location.isSecure } as const;
    cookies.write('__bartleby_probe', '1', attributes);
    const isSet = cookies.read('__bartleby_probe') === '1';
    cookies.write('__bartleby_probe', '', { ...attributes, maxAgeSeconds: 0 });
    if (isSet) return domain;
  }
  return undefined;
}

/** The cookies that tell the app's own server who is signed in (frontend-api 3.3-3.5). */
export function createSessionCookies(platform: BrowserPlatform, key: PublishableKey): SessionCookies {
  const { cookies, location } = platform;
  const suffixed = (name: string) => suffixedCookieName(name, key.cookieSuffix);
  const lax = { sameSite: 'Lax', secure: location.isSecure } as const;
  let uatDomain: { domain: string | undefined } | undefined;

  const read = (name: string) => readToken(cookies.read(name) ?? '');
  /** On localhost all ports share their cookies: the plain pair may be another instance's. */
  const isPlainOurs = () => {
    const plain = read(SESSION);
    return !plain || plain.claims.iss === `https://${key.host}`;
  };
  const mayWrite = (sessionId: string, organizationId: string | null) => {
    const context = cookies.read(ACTIVE_CONTEXT);
    return !context || platform.hasFocus() || context === `${sessionId}:${organizationId ?? ''}`;
  };

  return {
    readSession: () => read(suffixed(SESSION)),
    writeSession: (token) => {
      const { sid } = token.claims;
      if (!mayWrite(sid, token.organizationId)) return;
      for (const name of [SESSION, suffixed(SESSION)]) {
        const known = read(name);
        const isSame = known?.claims.sid === sid && known.organizationId === token.organizationId;
        if (known && isSame && isFresher(known, token)) continue;
        cookies.write(name, token.jwt, { ...lax, maxAgeSeconds: YEAR_SECONDS });
      }
    },
    removeSession: () => {
      const names = isPlainOurs() ? [SESSION, suffixed(SESSION)] : [suffixed(SESSION)];
      for (const name of names) cookies.write(name, '', { ...lax, maxAgeSeconds: 0 });
    },
    writeClientUat: (seconds) => {
      if (key.instanceType === 'production') return;
      uatDomain ??= { domain: widestDomain(platform) };
      const names = seconds || isPlainOurs() ? [CLIENT_UAT, suffixed(CLIENT_UAT)] : [suffixed(CLIENT_UAT)];
      for (const name of names)
        if (cookies.read(name) !== String(seconds))
          cookies.write(name, String(seconds), {
            domain: uatDomain.domain,
            maxAgeSeconds: YEAR_SECONDS,
            sameSite: 'Strict',
            secure: location.isSecure,
          });
    },
    writeActiveContext: (sessionId, organizationId) =>
      cookies.write(ACTIVE_CONTEXT, `${sessionId}:${organizationId ?? ''}`, lax),
  };
}
