import { createKeySource, decodeJwt, verifySessionToken } from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Instance } from '../instances/index.ts';
import { issueSessionToken } from '../session-tokens/index.ts';
import { findSession, isActive, statementTime } from '../sessions/index.ts';
import { publicKeySet } from '../signing-keys/index.ts';
import { consumeExpiredToken, findRefreshToken, type RefreshToken } from './refresh-token-store.ts';

/** Older ones take the way through the browser: a handshake. */
const MAX_EXPIRED_AGE_SECONDS = 86_400;
const GRACE_SECONDS = 10;

export interface RefreshRequest {
  readonly instance: Instance;
  readonly sessionId: string;
  readonly expiredToken: string;
  readonly refreshToken: string;
  readonly requestOrigin: string;
}

/**
 * A fresh session token for an app's server that holds the browser's expired one and `__refresh_<suffix>`
 * (backend contract 2.7). Every refusal is a 401 whose code says why; the SDK then falls back to a handshake.
 * @throws Refusal with one of the codes of section 2.7.
 */
export async function refreshSession(dependencies: Dependencies, request: RefreshRequest): Promise<string> {
  const { clock, database } = dependencies;
  const { instance, sessionId, requestOrigin } = request;
  const refreshToken = await requireRefreshToken(dependencies, request);
  const expired = await requireExpiredToken(dependencies, request);
  const session = await findSession(database.queries, instance.id, sessionId);
  if (!session) throw new Refusal('session_refresh_session_not_found');
  if (!isActive(session, clock.now())) throw new Refusal('session_refresh_inactive_session');
  const isFirstUse = await consumeExpiredToken(database.queries, instance.id, {
    refreshTokenId: refreshToken.id,
    issuedAt: new Date(expired.issuedAtSeconds * 1000),
    graceSeconds: GRACE_SECONDS,
    now: statementTime(clock),
  });
  if (!isFirstUse) throw new Refusal('session_refresh_expired_session_token_consumed');
  try {
    return (await issueSessionToken(dependencies, { instance, sessionId, origin: requestOrigin })).jwt;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'authentication_invalid')
      throw new Refusal('session_refresh_user_not_found');
    throw error;
  }
}

async function requireRefreshToken(
  { database }: Dependencies,
  { instance, sessionId, refreshToken }: RefreshRequest,
): Promise<RefreshToken> {
  const found = await findRefreshToken(database.queries, instance.id, hashSecret(refreshToken));
  if (!found) throw new Refusal('refresh_token_not_found');
  if (found.sessionId !== sessionId) throw new Refusal('refresh_sid_mismatch');
  return found;
}

/** Ours, of this session and of this app; its age is all that may be wrong with it. */
async function requireExpiredToken(
  dependencies: Dependencies,
  { instance, sessionId, expiredToken, requestOrigin }: RefreshRequest,
): Promise<{ issuedAtSeconds: number }> {
  const claims = decodeJwt(expiredToken)?.claims;
  if (!claims) throw new Refusal('expired_session_token_invalid');
  const { iat, sid, azp } = claims;
  if (typeof iat !== 'number') throw new Refusal('session_refresh_expired_session_token_missing_iat');
  if (typeof sid !== 'string') throw new Refusal('expired_session_token_missing_sid');
  const { keys } = await publicKeySet(dependencies, instance);
  const verified = await verifySessionToken(expiredToken, {
    keys: createKeySource(keys.map((key) => importPublicKey(key))),
    issuer: instance.issuer,
    // As of its own time: it is known to have expired.
    nowSeconds: Math.max(0, iat),
  });
  if (!verified.ok) throw new Refusal('expired_session_token_invalid');
  if (sid !== sessionId) throw new Refusal('refresh_sid_mismatch');
  if (typeof azp !== 'string') throw new Refusal('expired_session_token_missing_azp');
  if (!URL.canParse(requestOrigin) || new URL(requestOrigin).origin !== requestOrigin)
    throw new Refusal('refresh_request_origin_invalid');
  if (azp !== requestOrigin) throw new Refusal('refresh_request_origin_azp_mismatch');
  if (dependencies.clock.now().getTime() / 1000 - iat > MAX_EXPIRED_AGE_SECONDS)
    throw new Refusal('session_refresh_expired_session_token_too_old');
  return { issuedAtSeconds: iat };
}
