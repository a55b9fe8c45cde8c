import type { Queries } from '../../database/database.ts';
import { deleteTicketsExpiredBefore } from './ticket-store.ts';

/** Deletes tickets past their lifetime, used or not. */
export async function sweepExpiredTickets(queries: Queries, now: Date): Promise<number> {
  return deleteTicketsExpiredBefore(queries, now);
}
