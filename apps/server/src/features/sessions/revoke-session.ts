import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Session } from './session.ts';
import { findSession, updateSessionStatus, updateStatusOfUserSessions } from './session-store.ts';
import { statementTime } from './statement-time.ts';

/**
 * Revokes a session. When this has answered, no request that starts afterwards gets a token of it, on any node:
 * the change is committed, and every token is issued by a statement that looks.
 * @param input.ownedByUserId when given, sessions of other users count as unknown.
 * @throws Refusal `resource_not_found` for an unknown session, `session_not_active` for one that is over.
 */
export async function revokeSession(
  dependencies: Dependencies,
  input: { instanceId: string; sessionId: string; actor: Actor; ownedByUserId?: string },
): Promise<Session> {
  const { clock, database } = dependencies;
  const { instanceId, sessionId, actor, ownedByUserId } = input;
  return database.transaction(async (queries) => {
    const session = await findSession(queries, instanceId, sessionId);
    if (!session || (ownedByUserId !== undefined && session.userId !== ownedByUserId))
      throw new Refusal('resource_not_found');
    const revoked = await updateSessionStatus(queries, instanceId, sessionId, {
      status: 'revoked',
      now: clock.now(),
      at: statementTime(clock),
    });
    if (!revoked) throw new Refusal('session_not_active');
    await recordRevocation(queries, revoked, actor);
    return revoked;
  });
}

/**
 * Revokes all sessions of a user but one, in the caller's transaction: after a password change, or when the
 * user is banned or deleted.
 */
export async function revokeSessionsOfUserIn(
  queries: Queries,
  input: { instanceId: string; userId: string; exceptSessionId: string | null; actor: Actor; now: Date },
): Promise<Session[]> {
  const { instanceId, userId, exceptSessionId, actor, now } = input;
  const revoked = await updateStatusOfUserSessions(queries, instanceId, userId, {
    status: 'revoked',
    now,
    exceptSessionId,
  });
  for (const session of revoked) await recordRevocation(queries, session, actor);
  return revoked;
}

async function recordRevocation(queries: Queries, session: Session, actor: Actor): Promise<void> {
  await recordEvent(queries, session.instanceId, {
    type: 'session.revoked',
    actor,
    data: { session_id: session.id, user_id: session.userId, client_id: session.clientId },
  });
}
