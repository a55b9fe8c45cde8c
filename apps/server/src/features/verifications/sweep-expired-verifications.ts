import type { Queries } from '../../database/database.ts';
import { deleteCountersEndedBefore } from './attempt-counter-store.ts';
import { deleteEmailLinksExpiredBefore } from './email-links/email-link-store.ts';
import { deleteVerificationsExpiredBefore } from './verification-store.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Deletes codes and links a day after they expired (until then an attempt can still say so) and counters of past windows. */
export async function sweepExpiredVerifications(queries: Queries, now: Date): Promise<number> {
  const yesterday = new Date(now.getTime() - DAY_MILLISECONDS);
  const codes = await deleteVerificationsExpiredBefore(queries, yesterday);
  await deleteEmailLinksExpiredBefore(queries, yesterday);
  return codes + (await deleteCountersEndedBefore(queries, now));
}
