import { CompiledQuery } from 'kysely';
import type { Queries } from '../../database/database.ts';
import { PLANNED_ANEW } from '../../database/statement-names.ts';

/** An active session of a browser that listens. */
export interface WatchedRow {
  readonly clientId: string;
  readonly sessionId: string;
  /** Differs when anything that a template may read, or the template, was written since. */
  readonly stamp: string;
  /** When that was last. */
  readonly changedAt: Date;
}

// Stamps instead of data, by keys alone, since it runs again and again. `offset 0` keeps the planner from joining
// before it has looked up: without statistics it takes every table for a small one.
const LIST_WATCHED = `${PLANNED_ANEW}select s.client_id as "clientId", s.id as "sessionId",
  concat_ws(' ', i.version, u.updated_at, u.last_sign_in_at, u.totp_verified_at, u.image_id,
    u.primary_email_address_id, u.primary_phone_number_id,
    e.count, e.updated_at, p.count, p.updated_at) as stamp,
  greatest(i.updated_at, u.updated_at, u.last_sign_in_at, e.updated_at, p.updated_at) as "changedAt"
from unnest($1::text[], $2::text[]) as w(instance_id, client_id)
cross join lateral (select * from sessions
  where instance_id = w.instance_id and client_id = w.client_id and status = 'active'
    and expire_at > coalesce($3::timestamptz, now())
    and (inactivity_seconds is null
      or last_active_at + inactivity_seconds * interval '1 second' > coalesce($3::timestamptz, now()))
  offset 0) s
cross join lateral (select * from users
  where instance_id = s.instance_id and id = s.user_id and not banned offset 0) u
cross join lateral (select version, updated_at from instances where id = s.instance_id offset 0) i
cross join lateral (select count(*), max(updated_at) as updated_at
  from email_addresses where instance_id = s.instance_id and user_id = s.user_id) e
cross join lateral (select count(*), max(updated_at) as updated_at
  from phone_numbers where instance_id = s.instance_id and user_id = s.user_id) p`;

/**
 * The active sessions of these browsers, by one statement for all of a node.
 * @param now null: the database's own time
 */
export async function listWatchedSessions(
  queries: Queries,
  clients: readonly { readonly instanceId: string; readonly clientId: string }[],
  now: Date | null,
): Promise<WatchedRow[]> {
  const values = [clients.map(({ instanceId }) => instanceId), clients.map(({ clientId }) => clientId), now];
  const { rows } = await queries.executeQuery<WatchedRow>(CompiledQuery.raw(LIST_WATCHED, values));
  return rows;
}
