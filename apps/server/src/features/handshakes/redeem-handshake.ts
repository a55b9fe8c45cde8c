import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { clientUpdatedAtSeconds, findClient } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { type IssuedToken, issueSessionToken } from '../session-tokens/index.ts';
import { currentSession, expiresAt, listActiveSessionsOfClient, statementTime } from '../sessions/index.ts';
import { handshakeDirectives, type SignedIn } from './handshake-directives.ts';
import { type Handshake, redeemHandshakeNonce } from './handshake-store.ts';
import { deleteOldRefreshTokens, insertRefreshToken } from './refresh-token-store.ts';

/** Of one session: an app on a few hosts, each with its own. */
const KEPT_REFRESH_TOKENS = 8;

/**
 * The Set-Cookie lines of a handshake, as things stand now: a session that was revoked since the redirect gives
 * a signed-out answer. Single use.
 * @throws Refusal `resource_not_found` for a nonce that is unknown, expired or used.
 */
export async function redeemHandshake(
  dependencies: Dependencies,
  input: { instance: Instance; nonce: string },
): Promise<string[]> {
  const { instance, nonce } = input;
  const { clock, database } = dependencies;
  const at = statementTime(clock);
  const handshake = await redeemHandshakeNonce(database.queries, instance.id, hashSecret(nonce), at);
  if (!handshake) throw new Refusal('resource_not_found');
  const token = await currentToken(dependencies, instance, handshake);
  const signedIn = token && (await withRefreshToken(dependencies, token));
  return handshakeDirectives(instance, handshake, signedIn);
}

async function currentToken(
  dependencies: Dependencies,
  instance: Instance,
  { clientId, appOrigin }: Handshake,
): Promise<IssuedToken | null> {
  const { clock, database } = dependencies;
  const client = clientId === null ? null : await findClient(database.queries, instance.id, clientId);
  if (!client) return null;
  const at = statementTime(clock);
  const sessions = await listActiveSessionsOfClient(database.queries, instance.id, client.id, at);
  const session = currentSession(sessions, client.lastActiveSessionId, clock.now());
  if (!session) return null;
  try {
    return await issueSessionToken(dependencies, { instance, sessionId: session.id, origin: appOrigin });
  } catch (error) {
    // Ended, or its user banned, since the list was read.
    if (error instanceof Refusal && error.code === 'authentication_invalid') return null;
    throw error;
  }
}

async function withRefreshToken(
  { clock, database, random }: Dependencies,
  { jwt, subject, issuedAtSeconds }: IssuedToken,
): Promise<SignedIn> {
  const { session, clientUpdatedAt, now } = subject;
  const refreshToken = random.secret();
  await insertRefreshToken(database.queries, session.instanceId, {
    id: random.id('rft'),
    sessionId: session.id,
    tokenHash: hashSecret(refreshToken),
    createdAt: clock.now(),
  });
  await deleteOldRefreshTokens(database.queries, session.instanceId, session.id, KEPT_REFRESH_TOKENS);
  return {
    jwt,
    clientUatSeconds: clientUpdatedAt
      ? clientUpdatedAtSeconds({ updatedAt: clientUpdatedAt })
      : issuedAtSeconds,
    refreshToken,
    refreshMaxAgeSeconds: Math.floor((expiresAt(session).getTime() - now.getTime()) / 1000),
  };
}
