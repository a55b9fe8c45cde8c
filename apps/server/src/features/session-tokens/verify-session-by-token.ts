import { createKeySource, verifySessionToken } from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { type Session, statementTime } from '../sessions/index.ts';
import { publicKeySet } from '../signing-keys/index.ts';
import { readsNothing } from './token-subject.ts';
import { findSubjectBySession } from './token-subject-store.ts';

/**
 * The session that a token was issued for, if token and session are good right now (backend-api.md 7.2; legacy,
 * backends verify tokens by themselves).
 * @throws Refusal resource_not_found for an unknown or ended session, invalid_session_token for a token that is
 *   not one of ours, has expired or names another session
 */
export async function verifySessionByToken(
  dependencies: Dependencies,
  input: { instance: Instance; sessionId: string; token: string },
): Promise<Session> {
  const { instance, sessionId, token } = input;
  const now = statementTime(dependencies.clock);
  const { queries } = dependencies.database;
  const subject = await findSubjectBySession(queries, instance.id, { reads: readsNothing, now, sessionId });
  if (!subject) throw new Refusal('resource_not_found');
  const { keys } = await publicKeySet(dependencies, instance);
  const verified = await verifySessionToken(token, {
    keys: createKeySource(keys.map((key) => importPublicKey(key))),
    nowSeconds: subject.now.getTime() / 1000,
    issuer: instance.issuer,
  });
  if (!verified.ok) throw new Refusal('invalid_session_token', { reason: verified.reason });
  if (verified.claims.sid !== sessionId) throw new Refusal('invalid_session_token', { reason: 'session' });
  return subject.session;
}
