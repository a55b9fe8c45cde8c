import type { Dependencies } from '../../dependencies.ts';
import { deleteAbandonedSessions } from './session-store.ts';
import { statementTime } from './statement-time.ts';

/** Removes sessions 30 days after they expired, with their refresh tokens; answers how many. */
export async function sweepSessions(dependencies: Dependencies): Promise<number> {
  return deleteAbandonedSessions(dependencies.database.queries, statementTime(dependencies.clock));
}
