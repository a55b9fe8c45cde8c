import { isAllowedUrl } from './allowed-origins.ts';

export type RedirectUrlResult =
  | { readonly ok: true /** Normal form: send exactly this. */; readonly url: string }
  | { readonly ok: false; readonly problem: string };

const MAX_LENGTH = 8_192;

/**
 * The one check for every URL that a request asks us to send a browser to (no open redirector, RFC 9700
 * section 4.11). Demands an absolute http(s) URL, written out with `//` and without user info, control
 * characters, blanks or backslashes; parsed once by the WHATWG URL parser and compared by origin.
 * `allowedUrls` are whole URLs beside the origins: scheme, host, port and path must be equal, and the query too
 * where the allowed one has any. The answer's `url` is the parser's own serialisation, so that no other reading of the text is possible.
 */
export function checkRedirectUrl(
  text: string,
  allowedOrigins: readonly string[],
  allowedUrls: readonly string[] = [],
): RedirectUrlResult {
  if (text.length > MAX_LENGTH) return refuse('is too long');
  if (hasOddCharacter(text)) return refuse('holds a blank, control character or backslash');
  if (!/^https?:\/\/[^/]/i.test(text)) return refuse('is not an absolute http or https URL');
  if (!URL.canParse(text)) return refuse('is not a valid URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || authorityOf(text).includes('@'))
    return refuse('holds user information');
  if (/%/.test(authorityOf(text))) return refuse('has percent signs in its host');
  if (!isAllowedUrl(url, allowedOrigins) && !allowedUrls.some((allowed) => leadsTo(allowed, url)))
    return refuse(`leads to ${url.origin}, which is not allowed`);
  return { ok: true, url: url.href };
}

function leadsTo(allowed: string, url: URL): boolean {
  if (!URL.canParse(allowed)) return false;
  const { origin, pathname, search } = new URL(allowed);
  return origin === url.origin && pathname === url.pathname && (search === '' || search === url.search);
}

const refuse = (problem: string): RedirectUrlResult => ({ ok: false, problem });

const authorityOf = (text: string): string => /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';

/** Browsers drop tabs and line ends inside URLs and read `\` as `/`: such a text has two readings. */
function hasOddCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code === 0x5c || (code >= 0x7f && code <= 0xa0)) return true;
  }
  return false;
}
