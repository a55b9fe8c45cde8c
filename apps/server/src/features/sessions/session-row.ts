import type { ColumnType, Selectable } from 'kysely';
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
