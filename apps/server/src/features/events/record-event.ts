import type { Queries } from '../../database/database.ts';
import type { NewEvent } from './event.ts';
import { insertEvents } from './event-store.ts';

/** Writes an event in the caller's transaction, so that log and deed are true together or not at all. */
export async function recordEvent(queries: Queries, instanceId: string, event: NewEvent): Promise<void> {
  await insertEvents(queries, instanceId, [event]);
}

/** The same for as many as there are, by one statement. */
export async function recordEvents(
  queries: Queries,
  instanceId: string,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length > 0) await insertEvents(queries, instanceId, events);
}
