import type { ColumnType, Generated } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Actor, NewEvent, StoredEvent } from './event.ts';

export interface EventsTable {
  instance_id: string;
  id: Generated<number>;
  type: string;
  actor: ColumnType<Actor, string, never>;
  data: ColumnType<Record<string, unknown>, string, never>;
  created_at: Generated<Date>;
}

declare module '../../database/database.ts' {
  interface Tables {
    events: EventsTable;
  }
}

/** Appends one event. */
export async function insertEvent(queries: Queries, instanceId: string, event: NewEvent): Promise<void> {
  await queries
    .insertInto('events')
    .values({
      instance_id: instanceId,
      type: event.type,
      actor: JSON.stringify(event.actor),
      data: JSON.stringify(event.data),
    })
    .execute();
}

/** The newest events first, at most `limit`. */
export async function listEvents(
  queries: Queries,
  instanceId: string,
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await queries
    .selectFrom('events')
    .select(['id', 'type', 'actor', 'data', 'created_at'])
    .where('instance_id', '=', instanceId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ created_at: createdAt, ...row }) => ({ ...row, createdAt }));
}
