import type { Dependencies } from '../../dependencies.ts';
import type { Session } from './session.ts';
import { listSessions } from './session-list-store.ts';
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

/** All sessions of a user that are still kept, over or not, the newest first (at most 100). */
export async function listAllOwnSessions(
  { clock, database }: Dependencies,
  { instanceId, userId }: { instanceId: string; userId: string },
): Promise<Session[]> {
  const query = { filter: { userId }, page: { limit: 100, offset: 0 }, now: statementTime(clock) };
  return listSessions(database.queries, instanceId, query);
}
