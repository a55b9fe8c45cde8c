import type { Queries } from '../../database/database.ts';
import { deleteOAuthAttemptsExpiredBefore } from './oauth-attempt-store.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Deletes visits a day after they expired: as long as a sign-in or sign-up may refer to them. */
export async function sweepOAuthAttempts(queries: Queries, now: Date): Promise<number> {
  return deleteOAuthAttemptsExpiredBefore(queries, new Date(now.getTime() - DAY_MILLISECONDS));
}
