import type { Dependencies } from '../../dependencies.ts';
import type { Session } from './session.ts';
import { listActiveSessionsOfUser } from './session-store.ts';
import { statementTime } from './statement-time.ts';

/** The active sessions of a user in all browsers, the last used first (at most 100). */
export async function listOwnSessions(
  dependencies: Dependencies,
  input: { instanceId: string; userId: string },
): Promise<Session[]> {
  const { clock, database } = dependencies;
  return listActiveSessionsOfUser(database.queries, input.instanceId, input.userId, statementTime(clock));
}
