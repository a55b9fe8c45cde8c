import { API_VERSION, cookieNames, queryNames } from '../wire-names.ts';
import { canHandshake, type RequestContext } from './request-context.ts';
import { type AuthReason, handshake, type RequestState, signedOut } from './request-state.ts';

/** Handshakes in a row after which the request goes on signed out. */
const MAX_REDIRECTS = 3;

/** `undefined` leaves the organization alone; an empty text asks for the personal account. */
export type OrganizationTarget =
  | { organizationId: string }
  | { organizationSlug: string }
  | { personal: true };

/**
 * Sends the browser to the Frontend API for fresh cookies where it can follow; signed out with the same reason
 * where it cannot, or where it was sent three times already (backend contract section 2.8).
 */
export function handshakeOrSignedOut(
  context: RequestContext,
  reason: AuthReason,
  message = '',
  target?: OrganizationTarget,
): RequestState {
  if (!canHandshake(context)) return signedOut(context, reason, message);
  if (context.redirectCount >= MAX_REDIRECTS)
    return signedOut(
      context,
      reason,
      'Three handshakes in a row gave no usable session. Check that publishable key, secret key and proxy URL are of one instance, that the clocks agree, and that cookies are accepted.',
    );
  const headers = new Headers({
    Location: handshakeUrl(context, reason, target).href,
    'Cache-Control': 'no-store',
    'Set-Cookie': `${cookieNames.redirectCount}=${context.redirectCount + 1}; SameSite=Lax; HttpOnly; Max-Age=2`,
  });
  return handshake(context, reason, message, headers);
}

function handshakeUrl(context: RequestContext, reason: AuthReason, target?: OrganizationTarget): URL {
  const url = new URL(`${context.frontendApiUrl}/v1/client/handshake`);
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) url.searchParams.append(name, value);
  };
  set('redirect_url', returnUrl(context.url).href);
  set(queryNames.apiVersion, API_VERSION);
  set('suffixed_cookies', String(context.usesSuffixedCookies));
  set(queryNames.handshakeReason, reason);
  set('format', 'nonce');
  set(cookieNames.session, context.sessionTokenInHeader ?? context.sessionTokenInCookie);
  if (context.key.instanceType === 'development') set(queryNames.devBrowser, context.devBrowserToken);
  if (target) set('organization_id', organizationIdOf(target));
  return url;
}

function organizationIdOf(target: OrganizationTarget): string {
  if ('organizationId' in target) return target.organizationId;
  return 'organizationSlug' in target ? target.organizationSlug : '';
}

/** The address to come back to, without what an earlier handshake left in it. */
export function returnUrl(current: URL): URL {
  const url = new URL(current);
  const left: string[] = [
    queryNames.devBrowser,
    queryNames.devSession,
    queryNames.handshake,
    queryNames.handshakeNonce,
    queryNames.handshakeHelp,
  ];
  // Untouched where there is nothing to remove: writing the parameters back would re-encode the others.
  for (const name of left) if (url.searchParams.has(name)) url.searchParams.delete(name);
  return url;
}
