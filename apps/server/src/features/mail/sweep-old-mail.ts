import type { Queries } from '../../database/database.ts';
import { deleteMailboxMessagesBefore } from './mailbox-store.ts';

const KEPT_MILLISECONDS = 7 * 86_400_000;

/** Empties the development mailbox of messages older than a week. */
export async function sweepOldMail(queries: Queries, now: Date): Promise<number> {
  return deleteMailboxMessagesBefore(queries, new Date(now.getTime() - KEPT_MILLISECONDS));
}
