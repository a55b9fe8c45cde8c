/**
 * Allowed origins of an instance: exact origins (`https://app.example.com`), or patterns in which the port
 * is `*` (`http://localhost:*`) or the first host label is `*` (`https://*.example.com`). Nothing else is a
 * pattern. Comparison is by scheme, host and port after one parse by the WHATWG URL parser.
 */
export interface OriginPattern {
  readonly scheme: 'http' | 'https';
  /** Lower case, punycode; without the leading `*.` of a wildcard. */
  readonly host: string;
  readonly anySubdomain: boolean;
  /** '*' for any; the scheme's default port is written out. */
  readonly port: string;
}

export type OriginPatternResult =
  | { readonly ok: true; readonly pattern: OriginPattern }
  | { readonly ok: false; readonly problem: string };

const MAX_LENGTH = 512;
const DEFAULT_PORTS = { http: '80', https: '443' } as const;

/** Reads one entry of the allowed origins, or says in one sentence what is wrong with it. */
export function parseOriginPattern(text: string): OriginPatternResult {
  const parts = /^(https?):\/\/(\*\.)?([^\s/?#@\\*:[\]%]+|\[[0-9a-f:.]+\])(?::(\*|\d{1,5}))?$/i.exec(text);
  if (text.length > MAX_LENGTH || !parts)
    return { ok: false, problem: `"${text.slice(0, 100)}" is not an origin such as https://app.example.com` };
  const scheme = parts[1]!.toLowerCase() as 'http' | 'https';
  const anyPort = parts[4] === '*';
  const url = parseUrl(`${scheme}://${parts[3]}${parts[4] && !anyPort ? `:${parts[4]}` : ''}`);
  if (!url) return { ok: false, problem: `"${text}" does not hold a valid host and port` };
  const anySubdomain = parts[2] !== undefined;
  if (anySubdomain && (!url.hostname.includes('.') || /^[\d.]+$|^\[/.test(url.hostname)))
    return { ok: false, problem: `"${text}" would match too much: name a domain after "*."` };
  const port = anyPort ? '*' : url.port || DEFAULT_PORTS[scheme];
  return { ok: true, pattern: { scheme, host: url.hostname, anySubdomain, port } };
}

/**
 * True when an `Origin` header's value is one of the allowed ones. The header must be an origin in its
 * normal form, as browsers send it: anything else, `null` included, is refused.
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  const url = parseUrl(origin);
  return url !== null && url.origin === origin && isAllowedUrl(url, allowed);
}

/** True when the URL's origin is one of the allowed ones. */
export function isAllowedUrl(url: URL, allowed: readonly string[]): boolean {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  const port = url.port || DEFAULT_PORTS[scheme];
  return allowed.some((text) => {
    const result = parseOriginPattern(text);
    return result.ok && matches(result.pattern, scheme, url.hostname, port);
  });
}

function matches(pattern: OriginPattern, scheme: string, host: string, port: string): boolean {
  if (pattern.scheme !== scheme || (pattern.port !== '*' && pattern.port !== port)) return false;
  if (!pattern.anySubdomain) return pattern.host === host;
  return host.endsWith(`.${pattern.host}`) && host.length > pattern.host.length + 1;
}

/** One parse by the WHATWG rules; null for what is no absolute URL. */
function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
