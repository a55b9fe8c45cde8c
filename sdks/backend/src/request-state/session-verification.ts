import { type KeySource, verifySessionToken } from '@bartleby/session-token';
import type { JwtPayload } from '../auth/session-claims.ts';
import { publishedReason } from '../tokens/published-reason.ts';
import type { TokenVerificationErrorReason } from '../tokens/token-verification-error.ts';
import { validationOptions } from '../tokens/verify-token.ts';
import type { RequestContext } from './request-context.ts';

export type SessionVerification =
  | { ok: true; claims: JwtPayload }
  | { ok: false; reason: TokenVerificationErrorReason; message: string };

/** Verifies a session token of this request's instance. Never throws because of the token. */
export async function verifySession(
  context: RequestContext,
  keys: KeySource,
  token: string,
  clockSkewInMs = context.options.clockSkewInMs,
): Promise<SessionVerification> {
  const host = context.key.frontendApiHost;
  const issuer = context.options.issuer ?? `https://${host}`;
  const result = await verifySessionToken(token, {
    ...validationOptions({ ...context.options, keys, clockSkewInMs, issuer }),
    nowSeconds: context.nowSeconds,
  });
  if (result.ok) return { ok: true, claims: result.claims as unknown as JwtPayload };
  return { ok: false, reason: publishedReason(result), message: result.message };
}
