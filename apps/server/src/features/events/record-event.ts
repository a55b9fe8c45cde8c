import type { Queries } from '../../database/database.ts';
import type { NewEvent } from './event.ts';
import { insertEvent } from './event-store.ts';

/** Writes an event in the caller's transaction, so that log and deed are true together or not at all. */
export async function recordEvent(queries: Queries, instanceId: string, event: NewEvent): Promise<void> {
  await insertEvent(queries, instanceId, event);
}
