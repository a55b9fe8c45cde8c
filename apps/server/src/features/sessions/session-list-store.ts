import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Session, SessionStatus } from './session.ts';
import { toSession } from './session-store.ts';

export interface SessionFilter {
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  readonly status?: SessionStatus | undefined;
}

export interface SessionPage {
  readonly limit: number;
  readonly offset: number;
}

const statusOf = (now: Date | null) =>
  sql<string>`case when sessions.status = 'active' and (
      sessions.expire_at <= coalesce(${now}::timestamptz, now())
      or sessions.last_active_at + sessions.inactivity_seconds * interval '1 second'
        <= coalesce(${now}::timestamptz, now())
    ) then 'expired' else sessions.status end`;

function filtered(queries: Queries, instanceId: string, filter: SessionFilter, now: Date | null) {
  const { clientId, userId, status } = filter;
  return queries
    .selectFrom('sessions')
    .where('instance_id', '=', instanceId)
    .$if(clientId !== undefined, (query) => query.where('client_id', '=', clientId ?? null))
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .$if(status !== undefined, (query) => query.where(statusOf(now), '=', status ?? ''));
}

/** Sessions that match, newest first. */
export async function listSessions(
  queries: Queries,
  instanceId: string,
  query: { filter: SessionFilter; page: SessionPage; now: Date | null },
): Promise<Session[]> {
  const rows = await filtered(queries, instanceId, query.filter, query.now)
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.page.limit)
    .offset(query.page.offset)
    .execute();
  return rows.map(toSession);
}

/** How many sessions match. */
export async function countSessions(
  queries: Queries,
  instanceId: string,
  query: { filter: SessionFilter; now: Date | null },
): Promise<number> {
  const row = await filtered(queries, instanceId, query.filter, query.now)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}
