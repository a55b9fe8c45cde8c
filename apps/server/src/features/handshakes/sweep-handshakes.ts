import type { Dependencies } from '../../dependencies.ts';
import { statementTime } from '../sessions/index.ts';
import { deleteExpiredHandshakes } from './handshake-store.ts';

/** Removes handshakes whose nonce has expired, used or not; answers how many. */
export async function sweepHandshakes(dependencies: Dependencies): Promise<number> {
  return deleteExpiredHandshakes(dependencies.database.queries, statementTime(dependencies.clock));
}
