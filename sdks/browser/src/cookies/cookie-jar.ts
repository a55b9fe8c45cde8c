export interface CookieAttributes {
  readonly domain?: string | undefined;
  /** Left out: a cookie of this browser session. 0 deletes. */
  readonly maxAgeSeconds?: number | undefined;
  readonly sameSite: 'Lax' | 'Strict';
  readonly secure: boolean;
}

export interface CookieJar {
  read(name: string): string | undefined;
  write(name: string, value: string, attributes: CookieAttributes): void;
}

/** A `document.cookie` assignment; always `Path=/`. */
export function cookieLine(name: string, value: string, attributes: CookieAttributes): string {
  const parts = [`${name}=${value}`, 'Path=/', `SameSite=${attributes.sameSite}`];
  if (attributes.domain) parts.push(`Domain=${attributes.domain}`);
  if (attributes.maxAgeSeconds !== undefined) parts.push(`Max-Age=${attributes.maxAgeSeconds}`);
  if (attributes.secure) parts.push('Secure');
  return parts.join('; ');
}

/** The value of the first cookie of that name in a `Cookie` header or `document.cookie`. */
export function findCookie(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split('; ')) if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  return undefined;
}

export const documentCookies: CookieJar = {
  read: (name) => findCookie(document.cookie, name),
  write: (name, value, attributes) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and not everywhere.
    document.cookie = cookieLine(name, value, attributes);
  },
};
