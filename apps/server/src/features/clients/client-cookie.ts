/** Where the client cookie of one request lives: its name and the path below which browsers send it. */
export interface ClientCookiePlace {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
}

interface CookieInstance {
  readonly slug: string;
  readonly environmentType: 'development' | 'production';
  readonly clientCookieName: string;
}

/** 400 days: the longest that browsers keep a cookie (RFC 6265bis section 5.5). */
const MAX_AGE_SECONDS = 34_560_000;
const COOKIE_PATH = /^\/[A-Za-z0-9._~/-]{0,255}$/;

/**
 * Development instances share `localhost` with other instances, servers and apps, so their cookie is bound to
 * the instance's path; behind an SDK's proxy to the proxy's path on the app's own host. Live instances have a
 * host of their own. Never a Domain: the cookie belongs to one host (frontend contract 2.6, clients spike 2).
 * @param proxyUrl where browsers reach the SDK's proxy, when the request came through one.
 */
export function clientCookiePlace(instance: CookieInstance, proxyUrl: string | undefined): ClientCookiePlace {
  const live = instance.environmentType === 'production';
  return {
    name: instance.clientCookieName,
    path: proxyPath(proxyUrl) ?? (live ? '/' : `/i/${instance.slug}`),
    secure: live,
  };
}

function proxyPath(proxyUrl: string | undefined): string | null {
  if (proxyUrl === undefined || !URL.canParse(proxyUrl)) return null;
  const path = new URL(proxyUrl).pathname.replace(/\/+$/, '') || '/';
  return COOKIE_PATH.test(path) ? path : null;
}

/** The Set-Cookie line that gives the browser its secret. */
export function clientCookieLine(place: ClientCookiePlace, secret: string): string {
  return `${place.name}=${secret}; ${attributes(place)}; Max-Age=${MAX_AGE_SECONDS}`;
}

/** The Set-Cookie line that takes it away. */
export function expiredClientCookieLine(place: ClientCookiePlace): string {
  return `${place.name}=; ${attributes(place)}; Max-Age=0`;
}

function attributes(place: ClientCookiePlace): string {
  return `Path=${place.path}; HttpOnly; SameSite=Lax${place.secure ? '; Secure' : ''}`;
}

/**
 * The value of a cookie, or null. Two different values under one name mean that somebody else set one of them
 * (a neighbouring host or path): then neither is believed.
 */
export function readCookie(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
