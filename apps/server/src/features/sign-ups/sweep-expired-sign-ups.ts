import type { Queries } from '../../database/database.ts';
import { deleteSignUpsAbandonedBefore } from './sign-up-store.ts';

/** Deletes attempts, finished or not, a day after they began. */
export async function sweepExpiredSignUps(queries: Queries, now: Date): Promise<number> {
  return deleteSignUpsAbandonedBefore(queries, now);
}
