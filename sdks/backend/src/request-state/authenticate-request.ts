import { decodeJwt } from '@bartleby/session-token';
import { readOrganization } from '../auth/organization-claims.ts';
import { queryNames } from '../wire-names.ts';
import type { AuthenticateRequestOptions } from './authenticate-options.ts';
import { handshakeOrSignedOut } from './handshake-redirect.ts';
import { resolveHandshake } from './handshake-resolution.ts';
import { isActiveOrganization, organizationTarget } from './organization-sync.ts';
import { refreshSession, type Surroundings } from './refresh-session.ts';
import { isDocumentRequest, type RequestContext, readRequest } from './request-context.ts';
import { type RequestState, signedIn, signedOut } from './request-state.ts';
import { type SessionVerification, verifySession } from './session-verification.ts';

/**
 * Decides who a request comes from (backend contract section 2). Whatever the request holds, it answers and does
 * not throw.
 * @throws Error when the options are unusable, such as a missing publishable key.
 */
export async function authenticateRequest(
  request: Request,
  options: AuthenticateRequestOptions,
  surroundings: Surroundings,
): Promise<RequestState> {
  const context = await readRequest(request, options);
  if (context.sessionTokenInHeader) return judgeHeader(context, context.sessionTokenInHeader, surroundings);
  let message = '';
  if (context.handshakeNonce || context.handshakeToken) {
    const resolved = await resolveHandshake(context, surroundings);
    if (!('unusable' in resolved)) return resolved;
    message = resolved.unusable;
  }
  return judgeBrowser(context, message) ?? judgeCookie(context, surroundings);
}

async function judgeHeader(
  context: RequestContext,
  token: string,
  surroundings: Surroundings,
): Promise<RequestState> {
  const verified = await verifySession(context, surroundings.keys, token);
  if (!verified.ok) return judgeRefusal(context, token, verified, surroundings);
  return signedIn(context, { token, claims: verified.claims, calls: surroundings.calls });
}

/** What can be said without looking into the session token; undefined when it must be looked into. */
function judgeBrowser(context: RequestContext, message: string): RequestState | undefined {
  const { clientUat, sessionTokenInCookie } = context;
  const satellite = judgeSatellite(context, message);
  if (satellite) return satellite;
  if (context.key.instanceType === 'development') {
    if (context.url.searchParams.has(queryNames.devBrowser))
      return handshakeOrSignedOut(context, 'dev-browser-sync', message);
    if (!context.devBrowserToken) return handshakeOrSignedOut(context, 'dev-browser-missing', message);
  }
  if (!clientUat && !sessionTokenInCookie)
    return signedOut(context, 'session-token-and-uat-missing', message);
  if (!clientUat) return handshakeOrSignedOut(context, 'session-token-but-no-client-uat', message);
  if (!sessionTokenInCookie) return handshakeOrSignedOut(context, 'client-uat-but-no-session-token', message);
  return undefined;
}

/** A satellite domain in production; in development the primary domain's redirect is not validated, so not done. */
function judgeSatellite(context: RequestContext, message: string): RequestState | undefined {
  const { isSatellite, satelliteAutoSync } = context.options;
  const synced = context.url.searchParams.get(queryNames.synced);
  if (!isSatellite || !isDocumentRequest(context) || synced === 'true') return undefined;
  const hasCookies = context.clientUat > 0 || context.sessionTokenInCookie !== undefined;
  if (context.key.instanceType === 'development') return undefined;
  if (!hasCookies && satelliteAutoSync !== true && synced !== 'false')
    return signedOut(context, 'session-token-and-uat-missing', message);
  if (!hasCookies || synced === 'false')
    return handshakeOrSignedOut(context, 'satellite-needs-syncing', message);
  return undefined;
}

async function judgeCookie(context: RequestContext, surroundings: Surroundings): Promise<RequestState> {
  const token = context.sessionTokenInCookie ?? '';
  const issuedAt = decodeJwt(token)?.claims.iat;
  if (typeof issuedAt === 'number' && issuedAt < context.clientUat)
    return handshakeOrSignedOut(context, 'session-token-iat-before-client-uat');
  const verified = await verifySession(context, surroundings.keys, token);
  if (!verified.ok) return judgeRefusal(context, token, verified, surroundings);
  const target = organizationTarget(context.url.pathname, context.options.organizationSyncOptions);
  if (target && !isActiveOrganization(target, readOrganization(verified.claims))) {
    const state = handshakeOrSignedOut(context, 'active-organization-mismatch', '', target);
    if (state.status === 'handshake') return state;
  }
  return signedIn(context, { token, claims: verified.claims, calls: surroundings.calls });
}

/** Backend contract section 2.7: an expired token is refreshed; what time may heal is handshaken; the rest is out. */
async function judgeRefusal(
  context: RequestContext,
  token: string,
  refused: SessionVerification & { ok: false },
  surroundings: Surroundings,
): Promise<RequestState> {
  const { reason, message } = refused;
  if (reason === 'token-expired') {
    const outcome = await refreshSession(context, token, surroundings);
    if (!('failure' in outcome)) return outcome;
    return redirectForTime(context, `session-token-expired-refresh-${outcome.failure}`, message);
  }
  if (reason === 'token-not-active-yet') return redirectForTime(context, 'session-token-nbf', message);
  if (reason === 'token-iat-in-the-future')
    return redirectForTime(context, 'session-token-iat-in-the-future', message);
  return signedOut(context, reason, message);
}

function redirectForTime(context: RequestContext, reason: string, message: string): RequestState {
  // The organization of the address counts for cookies only: a header token is somebody's explicit choice.
  const target = context.sessionTokenInHeader
    ? undefined
    : organizationTarget(context.url.pathname, context.options.organizationSyncOptions);
  return handshakeOrSignedOut(context, reason, message, target);
}
