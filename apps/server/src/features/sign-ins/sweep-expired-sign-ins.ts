import type { Queries } from '../../database/database.ts';
import { deleteSignInsAbandonedBefore } from './sign-in-store.ts';

/** Deletes attempts, finished or not, a day after they began. */
export async function sweepExpiredSignIns(queries: Queries, now: Date): Promise<number> {
  return deleteSignInsAbandonedBefore(queries, now);
}
