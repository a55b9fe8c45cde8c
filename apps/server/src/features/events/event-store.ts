import { type ColumnType, type Generated, sql } from 'kysely';
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

/** Appends events, in their order; at least one. */
export async function insertEvents(
  queries: Queries,
  instanceId: string,
  events: readonly NewEvent[],
): Promise<void> {
  const rows = events.map(({ type, actor, data }) => ({
    instance_id: instanceId,
    type,
    actor: JSON.stringify(actor),
    data: JSON.stringify(data),
  }));
  await queries.insertInto('events').values(rows).execute();
}

/** The newest events first, of every type or of one, at most `limit`. */
export async function listEvents(
  queries: Queries,
  instanceId: string,
  limit: number,
  type?: string,
): Promise<StoredEvent[]> {
  let query = queries
    .selectFrom('events')
    .select(['id', 'type', 'actor', 'data', 'created_at'])
    .where('instance_id', '=', instanceId);
  if (type !== undefined) query = query.where('type', '=', type);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ created_at: createdAt, ...row }) => ({ ...row, createdAt }));
}

/** When the first event of one type was written whose data names this user; null when there is none. */
export async function findFirstEventAt(
  queries: Queries,
  instanceId: string,
  { type, userId }: { readonly type: string; readonly userId: string },
): Promise<Date | null> {
  const row = await queries
    .selectFrom('events')
    .select('created_at')
    .where('instance_id', '=', instanceId)
    .where('type', '=', type)
    .where(sql<string>`data ->> 'user_id'`, '=', userId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}
