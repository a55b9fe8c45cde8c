import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Session } from './session.ts';
import { countSessions, listSessions, type SessionFilter, type SessionPage } from './session-list-store.ts';
import { findSession } from './session-store.ts';
import { statementTime } from './statement-time.ts';

/** One page of a user's or a client's sessions, newest first, and how many there are. */
export async function findSessions(
  dependencies: Dependencies,
  input: { instanceId: string; filter: SessionFilter; page: SessionPage },
): Promise<{ sessions: Session[]; totalCount: number }> {
  const { clock, database } = dependencies;
  const { instanceId, filter, page } = input;
  const now = statementTime(clock);
  const sessions = await listSessions(database.queries, instanceId, { filter, page, now });
  const totalCount = await countSessions(database.queries, instanceId, { filter, now });
  return { sessions, totalCount };
}

/** @throws Refusal `resource_not_found` */
export async function getSession(
  dependencies: Dependencies,
  input: { instanceId: string; sessionId: string },
): Promise<Session> {
  const session = await findSession(dependencies.database.queries, input.instanceId, input.sessionId);
  if (!session) throw new Refusal('resource_not_found');
  return session;
}
