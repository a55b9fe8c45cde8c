import { type KeySource, verifyHandshakeToken } from '@bartleby/session-token';
import { returnUrl } from './handshake-redirect.ts';
import { isUsableSetCookie, type Surroundings, sessionTokenIn } from './refresh-session.ts';
import type { RequestContext } from './request-context.ts';
import { type RequestState, signedIn, signedOut } from './request-state.ts';
import { type SessionVerification, verifySession } from './session-verification.ts';

/** A handshake answer that is of no use: the request is then judged by its cookies alone. */
export interface UnusableHandshake {
  unusable: string;
}

/** In development a clock may be off by this much before a fresh token is refused. */
const DEVELOPMENT_SKEW_MILLISECONDS = 86_400_000;
const TIME_REASONS = new Set(['token-expired', 'token-not-active-yet', 'token-iat-in-the-future']);

/**
 * Takes up the answer of a handshake that came back with the request: sets its cookies and signs in with its
 * session token (backend contract section 2.9). Anyone can put anything into a query, so nothing here throws.
 */
export async function resolveHandshake(
  context: RequestContext,
  surroundings: Surroundings,
): Promise<RequestState | UnusableHandshake> {
  const directives = await readDirectives(context, surroundings);
  if ('unusable' in directives) return directives;
  const headers = answerHeaders(context, directives.lines);
  const token = sessionTokenIn(directives.lines);
  if (!token) return signedOut(context, 'session-token-missing', '', headers);
  const verified = await verifyFresh(context, surroundings.keys, token);
  if (!verified.ok) return { unusable: `The handshake's session token was refused: ${verified.message}` };
  return signedIn(context, { token, claims: verified.claims, calls: surroundings.calls }, headers);
}

async function readDirectives(
  context: RequestContext,
  { keys, backendApi }: Surroundings,
): Promise<{ lines: string[] } | UnusableHandshake> {
  if (context.handshakeNonce) {
    try {
      const { directives } = await backendApi().clients.getHandshakePayload({
        nonce: context.handshakeNonce,
      });
      return { lines: directives.filter(isUsableSetCookie) };
    } catch (error) {
      return {
        unusable: `The handshake's nonce was not redeemed: ${error instanceof Error ? error.message : ''}`,
      };
    }
  }
  const verify = (clockSkewSeconds?: number) =>
    verifyHandshakeToken(context.handshakeToken ?? '', {
      keys,
      nowSeconds: context.nowSeconds,
      clockSkewSeconds,
    });
  let result = await verify();
  if (!result.ok && context.key.instanceType === 'development')
    result = await verify(DEVELOPMENT_SKEW_MILLISECONDS / 1000);
  if (!result.ok) return { unusable: `The handshake token was refused: ${result.message}` };
  return { lines: result.claims.handshake.filter(isUsableSetCookie) };
}

async function verifyFresh(
  context: RequestContext,
  keys: KeySource,
  token: string,
): Promise<SessionVerification> {
  const verified = await verifySession(context, keys, token);
  if (verified.ok || context.key.instanceType !== 'development' || !TIME_REASONS.has(verified.reason))
    return verified;
  console.warn(
    `Bartleby: a session token that was made just now is refused (${verified.reason}). The clocks of this machine and of the Bartleby server differ; set them right. Accepted for this request because this is a development instance.`,
  );
  return verifySession(context, keys, token, DEVELOPMENT_SKEW_MILLISECONDS);
}

/** In development the answer came in the query: the browser is sent to the address without it. */
function answerHeaders(context: RequestContext, lines: readonly string[]): Headers {
  const headers = new Headers({
    'Access-Control-Allow-Origin': 'null',
    'Access-Control-Allow-Credentials': 'true',
  });
  for (const line of lines) headers.append('Set-Cookie', line);
  if (context.key.instanceType === 'development') {
    headers.set('Location', returnUrl(context.url).href);
    headers.set('Cache-Control', 'no-store');
  }
  return headers;
}
