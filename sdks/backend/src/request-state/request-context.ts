import { systemClock } from '../clock.ts';
import type { PublishableKey } from '../publishable-key.ts';
import { cookieSuffix, parsePublishableKey } from '../publishable-key.ts';
import { cookieNames, queryNames } from '../wire-names.ts';
import type { AuthenticateRequestOptions } from './authenticate-options.ts';
import { parseCookies } from './cookies.ts';
import { originalUrl } from './request-url.ts';
import { usesSuffixedCookies } from './suffixed-cookies.ts';

/** All that a request and the options say, before any of it is believed. */
export interface RequestContext {
  readonly options: AuthenticateRequestOptions;
  readonly key: PublishableKey;
  readonly nowSeconds: number;
  readonly method: string;
  readonly headers: Headers;
  /** The address that the browser asked for. */
  readonly url: URL;
  /** Where the browser reaches the Frontend API, without a trailing slash. */
  readonly frontendApiUrl: string;
  readonly suffix: string;
  readonly usesSuffixedCookies: boolean;
  readonly sessionTokenInHeader: string | undefined;
  readonly sessionTokenInCookie: string | undefined;
  readonly refreshTokenInCookie: string | undefined;
  /** Seconds since 1970 of the client's last change; 0 for signed out. */
  readonly clientUat: number;
  readonly devBrowserToken: string | undefined;
  readonly handshakeToken: string | undefined;
  readonly handshakeNonce: string | undefined;
  /** How many handshakes in a row there were within the last two seconds. */
  readonly redirectCount: number;
}

/** @throws Error when the publishable key is missing or not one. */
export async function readRequest(
  request: Request,
  options: AuthenticateRequestOptions,
): Promise<RequestContext> {
  const key = parsePublishableKey(options.publishableKey);
  const nowSeconds = (options.clock ?? systemClock)().getTime() / 1000;
  const { headers } = request;
  const url = originalUrl(request);
  const cookies = parseCookies(headers.get('cookie'));
  const suffix = await cookieSuffix(key.text);
  const suffixed = usesSuffixedCookies(cookies, suffix, key, nowSeconds);
  const cookie = (name: string) => cookies.get(suffixed ? `${name}_${suffix}` : name) || undefined;
  const fromUrl = (name: string) => url.searchParams.get(name) || undefined;
  return {
    options,
    key,
    nowSeconds,
    method: request.method,
    headers,
    url,
    frontendApiUrl: frontendApiUrl(key, options, url),
    suffix,
    usesSuffixedCookies: suffixed,
    sessionTokenInHeader: readAuthorization(headers.get('authorization')),
    sessionTokenInCookie: cookie(cookieNames.session),
    refreshTokenInCookie: cookies.get(`${cookieNames.refresh}_${suffix}`) || undefined,
    clientUat: readDigits(cookie(cookieNames.clientUat)),
    devBrowserToken: fromUrl(queryNames.devBrowser) ?? cookie(cookieNames.devBrowser),
    handshakeToken: fromUrl(queryNames.handshake) ?? (cookies.get(cookieNames.handshake) || undefined),
    handshakeNonce:
      fromUrl(queryNames.handshakeNonce) ?? (cookies.get(cookieNames.handshakeNonce) || undefined),
    redirectCount: readDigits(cookies.get(cookieNames.redirectCount)),
  };
}

const readDigits = (text: string | undefined): number => (text && /^\d{1,12}$/.test(text) ? Number(text) : 0);

/** `Bearer <token>`, or a value without a scheme; other schemes leave the cookies in charge. */
function readAuthorization(header: string | null): string | undefined {
  if (!header) return undefined;
  const [scheme, token, ...rest] = header.split(' ');
  if (token === undefined) return scheme || undefined;
  return scheme === 'Bearer' && rest.length === 0 && token !== '' ? token : undefined;
}

function frontendApiUrl(key: PublishableKey, options: AuthenticateRequestOptions, url: URL): string {
  const { proxyUrl, domain, isSatellite } = options;
  if (proxyUrl) {
    const absolute = /^https?:\/\//i.test(proxyUrl)
      ? proxyUrl
      : url.origin + (proxyUrl.startsWith('/') ? '' : '/') + proxyUrl;
    return absolute.replace(/\/+$/, '');
  }
  if (isSatellite && domain && key.instanceType === 'production') return `https://clerk.${domain}`;
  return `https://${key.frontendApiHost}`;
}

/** A top-level page load, as browsers mark it. */
export const isDocumentRequest = ({ method, headers }: RequestContext): boolean =>
  method === 'GET' && headers.get('sec-fetch-dest') === 'document';

/** Whether a redirect would be followed by a person's browser rather than by a script. */
export function canHandshake({ method, headers }: RequestContext): boolean {
  if (method !== 'GET') return false;
  const destination = headers.get('sec-fetch-dest');
  if (destination === null) return headers.get('accept')?.startsWith('text/html') ?? false;
  return destination === 'document' || destination === 'iframe';
}

const SHOWN_CHARACTERS = 7;
const cut = (secret: string | undefined) => secret?.slice(0, SHOWN_CHARACTERS);

/** What led to the decision, for `debug()`; secrets are cut to 7 characters. */
export function describeContext(context: RequestContext): Record<string, unknown> {
  return {
    url: context.url.origin + context.url.pathname,
    method: context.method,
    instanceType: context.key.instanceType,
    publishableKey: context.key.text,
    frontendApiUrl: context.frontendApiUrl,
    usesSuffixedCookies: context.usesSuffixedCookies,
    clientUat: context.clientUat,
    redirectCount: context.redirectCount,
    secretKey: cut(context.options.secretKey),
    jwtKey: cut(context.options.jwtKey),
    sessionTokenInHeader: cut(context.sessionTokenInHeader),
    sessionTokenInCookie: cut(context.sessionTokenInCookie),
    refreshTokenInCookie: cut(context.refreshTokenInCookie),
    devBrowserToken: cut(context.devBrowserToken),
    handshakeToken: cut(context.handshakeToken),
  };
}
