import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Session, SessionActor, StoredSessionStatus } from './session.ts';

export interface SessionsTable {
  instance_id: string;
  id: string;
  client_id: string | null;
  user_id: string;
  status: StoredSessionStatus;
  actor: ColumnType<SessionActor | null, string | null, never>;
  first_factor_verified_at: Date | null;
  second_factor_verified_at: Date | null;
  origin: string | null;
  user_agent: string | null;
  ip_address: string | null;
  last_active_at: Date;
  inactivity_seconds: number | null;
  expire_at: Date;
  abandon_at: Date;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    sessions: SessionsTable;
  }
}

export type SessionRow = Selectable<SessionsTable>;

export function toSession(row: SessionRow): Session {
  return {
    instanceId: row.instance_id,
    id: row.id,
    clientId: row.client_id,
    userId: row.user_id,
    status: row.status,
    actor: row.actor,
    firstFactorVerifiedAt: row.first_factor_verified_at,
    secondFactorVerifiedAt: row.second_factor_verified_at,
    origin: row.origin,
    userAgent: row.user_agent,
    ipAddress: row.ip_address,
    lastActiveAt: row.last_active_at,
    inactivitySeconds: row.inactivity_seconds,
    expireAt: row.expire_at,
    abandonAt: row.abandon_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** True for sessions that are active and have not expired at `now` (null: the database's time). */
const unexpired = (now: Date | null) =>
  sql<boolean>`sessions.status = 'active'
    and sessions.expire_at > coalesce(${now}::timestamptz, now())
    and (sessions.inactivity_seconds is null or sessions.last_active_at
      + sessions.inactivity_seconds * interval '1 second' > coalesce(${now}::timestamptz, now()))`;

export async function insertSession(queries: Queries, session: Session): Promise<void> {
  await queries
    .insertInto('sessions')
    .values({
      instance_id: session.instanceId,
      id: session.id,
      client_id: session.clientId,
      user_id: session.userId,
      status: session.status,
      actor: session.actor && JSON.stringify(session.actor),
      first_factor_verified_at: session.firstFactorVerifiedAt,
      second_factor_verified_at: session.secondFactorVerifiedAt,
      origin: session.origin,
      user_agent: session.userAgent,
      ip_address: session.ipAddress,
      last_active_at: session.lastActiveAt,
      inactivity_seconds: session.inactivitySeconds,
      expire_at: session.expireAt,
      abandon_at: session.abandonAt,
      created_at: session.createdAt,
      updated_at: session.updatedAt,
    })
    .execute();
}

export async function findSession(
  queries: Queries,
  instanceId: string,
  sessionId: string,
): Promise<Session | null> {
  const row = await queries
    .selectFrom('sessions')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return row ? toSession(row) : null;
}

/** The browser's sessions that are active and not expired, oldest first. */
export async function listActiveSessionsOfClient(
  queries: Queries,
  instanceId: string,
  clientId: string,
  now: Date | null,
): Promise<Session[]> {
  const rows = await queries
    .selectFrom('sessions')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('client_id', '=', clientId)
    .where(unexpired(now))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toSession);
}

/** The user's sessions in every browser that are active and not expired, newest activity first. */
export async function listActiveSessionsOfUser(
  queries: Queries,
  instanceId: string,
  userId: string,
  now: Date | null,
): Promise<Session[]> {
  const rows = await queries
    .selectFrom('sessions')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('user_id', '=', userId)
    .where(unexpired(now))
    .orderBy('last_active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map(toSession);
}

/** Moves an active session to another status; null when it was not active (any more). */
export async function updateSessionStatus(
  queries: Queries,
  instanceId: string,
  sessionId: string,
  change: { status: Exclude<StoredSessionStatus, 'active'>; now: Date; at: Date | null; clientId?: string },
): Promise<Session | null> {
  const row = await queries
    .updateTable('sessions')
    .set({ status: change.status, updated_at: change.now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', sessionId)
    .where(unexpired(change.at))
    .$if(change.clientId !== undefined, (query) => query.where('client_id', '=', change.clientId ?? null))
    .returningAll()
    .executeTakeFirst();
  return row ? toSession(row) : null;
}

/** Moves all active sessions of a browser to another status; answers them. */
export async function updateStatusOfClientSessions(
  queries: Queries,
  instanceId: string,
  clientId: string,
  change: { status: Exclude<StoredSessionStatus, 'active'>; now: Date },
): Promise<Session[]> {
  const rows = await queries
    .updateTable('sessions')
    .set({ status: change.status, updated_at: change.now })
    .where('instance_id', '=', instanceId)
    .where('client_id', '=', clientId)
    .where('status', '=', 'active')
    .returningAll()
    .execute();
  return rows.map(toSession);
}

/** Moves all active sessions of a user but one to another status; answers them. */
export async function updateStatusOfUserSessions(
  queries: Queries,
  instanceId: string,
  userId: string,
  change: { status: Exclude<StoredSessionStatus, 'active'>; now: Date; exceptSessionId: string | null },
): Promise<Session[]> {
  const rows = await queries
    .updateTable('sessions')
    .set({ status: change.status, updated_at: change.now })
    .where('instance_id', '=', instanceId)
    .where('user_id', '=', userId)
    .where('status', '=', 'active')
    .where(sql<boolean>`sessions.id is distinct from ${change.exceptSessionId}`)
    .returningAll()
    .execute();
  return rows.map(toSession);
}

/** Notes that an active session was used: never moves `last_active_at` back. */
export async function updateSessionActivity(
  queries: Queries,
  instanceId: string,
  sessionId: string,
  now: Date,
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({ last_active_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', sessionId)
    .where('status', '=', 'active')
    .where('last_active_at', '<', now)
    .execute();
}

/** Notes when factors of an active session's user were proved once more. */
export async function updateFactorsVerified(
  queries: Queries,
  instanceId: string,
  sessionId: string,
  verifiedAt: { first?: Date; second?: Date },
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({ first_factor_verified_at: verifiedAt.first, second_factor_verified_at: verifiedAt.second })
    .where('instance_id', '=', instanceId)
    .where('id', '=', sessionId)
    .where('status', '=', 'active')
    .execute();
}

/** Notes the origin of the latest token request. */
export async function updateSessionOrigin(
  queries: Queries,
  instanceId: string,
  sessionId: string,
  origin: string,
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({ origin })
    .where('instance_id', '=', instanceId)
    .where('id', '=', sessionId)
    .where('status', '=', 'active')
    .execute();
}

/** Removes sessions of every instance whose keeping time ended before `now`; answers how many. */
export async function deleteAbandonedSessions(queries: Queries, now: Date | null): Promise<number> {
  const result = await queries
    .deleteFrom('sessions')
    .where(sql<boolean>`abandon_at < coalesce(${now}::timestamptz, now())`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
