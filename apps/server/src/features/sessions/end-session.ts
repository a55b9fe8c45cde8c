import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Client, updateClient } from '../clients/index.ts';
import { recordEvent } from '../events/index.ts';
import type { Session } from './session.ts';
import { findSession, updateSessionStatus } from './session-store.ts';
import { statementTime } from './statement-time.ts';

/**
 * Ends one session of a browser: `ended` stays listed as such, `removed` is signed out of. Ending one that is
 * over already changes nothing.
 * @throws Refusal `authentication_invalid` without a client, `resource_not_found` for a session that is not its.
 */
export async function endSession(
  dependencies: Dependencies,
  input: { instanceId: string; client: Client | null; sessionId: string; status: 'ended' | 'removed' },
): Promise<Session> {
  const { clock, database } = dependencies;
  const { instanceId, client, sessionId, status } = input;
  if (!client) throw new Refusal('authentication_invalid');
  const now = clock.now();
  return database.transaction(async (queries) => {
    const change = { status, now, at: statementTime(clock), clientId: client.id };
    const ended = await updateSessionStatus(queries, instanceId, sessionId, change);
    if (!ended) {
      const session = await findSession(queries, instanceId, sessionId);
      if (session?.clientId !== client.id) throw new Refusal('resource_not_found');
      return session;
    }
    await updateClient(queries, instanceId, client.id, {
      now,
      ...(client.lastActiveSessionId === sessionId && { lastActiveSessionId: null }),
    });
    await recordEvent(queries, instanceId, {
      type: `session.${status}`,
      actor: { type: 'user', id: ended.userId },
      data: { session_id: sessionId, user_id: ended.userId, client_id: client.id },
    });
    return ended;
  });
}
