/** Cookies; those marked *suffixed* also exist as `<name>_<cookieSuffix>` (frontend-api.md 3.4). */
export const cookieNames = {
  /** HttpOnly client credential. Development instances: `__client_<suffix>` only. */
  client: '__client',
  /** 0, or the second of the client's last change. Suffixed. */
  clientUat: '__client_uat',
  /** The session token. Suffixed. */
  session: '__session',
  /** Development browser token. Suffixed. */
  devBrowser: '__clerk_db_jwt',
  /** HttpOnly refresh token, always suffixed. */
  refresh: '__refresh',
  handshake: '__clerk_handshake',
  handshakeNonce: '__clerk_handshake_nonce',
  redirectCount: '__clerk_redirect_count',
  activeContext: 'clerk_active_context',
} as const;

/** Header names in lower case, as Node gives them. */
export const headerNames = {
  authorization: 'authorization',
  apiVersion: 'clerk-api-version',
  proxyUrl: 'clerk-proxy-url',
  secretKey: 'clerk-secret-key',
  devBrowser: 'clerk-db-jwt',
  country: 'x-country',
  retryAfter: 'retry-after',
  secFetchSite: 'sec-fetch-site',
  ifMatch: 'if-match',
} as const;

export const queryNames = {
  /** The real verb of a Frontend API POST. */
  method: '_method',
  apiVersion: '__clerk_api_version',
  jsVersion: '_clerk_js_version',
  sessionId: '_clerk_session_id',
  devBrowser: '__clerk_db_jwt',
  handshake: '__clerk_handshake',
  handshakeNonce: '__clerk_handshake_nonce',
  handshakeReason: '__clerk_hs_reason',
  suffixedCookies: 'suffixed_cookies',
  redirectUrl: 'redirect_url',
  ticket: '__clerk_ticket',
  /** What became of a link that was followed. */
  status: '__clerk_status',
  createdSession: '__clerk_created_session',
  testingToken: '__clerk_testing_token',
  isNative: '_is_native',
} as const;

/** The suffixed form of a cookie's name. */
export function suffixedCookieName(name: string, cookieSuffix: string): string {
  return `${name}_${cookieSuffix}`;
}
