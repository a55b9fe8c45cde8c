import { type Generated, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';

export interface RefreshTokensTable {
  instance_id: string;
  id: string;
  session_id: string;
  token_hash: Buffer;
  consumed_issued_at: Generated<Date | null>;
  consumed_at: Generated<Date | null>;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    refresh_tokens: RefreshTokensTable;
  }
}

export interface RefreshToken {
  readonly id: string;
  readonly sessionId: string;
}

export async function insertRefreshToken(
  queries: Queries,
  instanceId: string,
  token: RefreshToken & { tokenHash: Buffer; createdAt: Date },
): Promise<void> {
  await queries
    .insertInto('refresh_tokens')
    .values({
      instance_id: instanceId,
      id: token.id,
      session_id: token.sessionId,
      token_hash: token.tokenHash,
      created_at: token.createdAt,
    })
    .execute();
}

export async function findRefreshToken(
  queries: Queries,
  instanceId: string,
  tokenHash: Buffer,
): Promise<RefreshToken | null> {
  const row = await queries
    .selectFrom('refresh_tokens')
    .select(['id', 'session_id'])
    .where('instance_id', '=', instanceId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row ? { id: row.id, sessionId: row.session_id } : null;
}

/**
 * Exchanges an expired token once: tells whether it was newer than every one exchanged before. The requests that
 * one page sends at the same moment carry the same expired token, so that it counts as unused for
 * `graceSeconds` after its first use.
 */
export async function consumeExpiredToken(
  queries: Queries,
  instanceId: string,
  exchange: { refreshTokenId: string; issuedAt: Date; graceSeconds: number; now: Date | null },
): Promise<boolean> {
  const { refreshTokenId, issuedAt, graceSeconds, now } = exchange;
  const instant = sql`coalesce(${now}::timestamptz, now())`;
  const isNewer = sql<boolean>`(consumed_issued_at is null or consumed_issued_at < ${issuedAt}::timestamptz)`;
  const result = await queries
    .updateTable('refresh_tokens')
    .set({
      consumed_issued_at: sql`greatest(consumed_issued_at, ${issuedAt}::timestamptz)`,
      consumed_at: sql`case when ${isNewer} then ${instant} else consumed_at end`,
    })
    .where('instance_id', '=', instanceId)
    .where('id', '=', refreshTokenId)
    .where(sql<boolean>`(${isNewer} or consumed_at > ${instant} - ${graceSeconds} * interval '1 second')`)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keeps the newest refresh tokens of a session: one for each place that its browser visits. */
export async function deleteOldRefreshTokens(
  queries: Queries,
  instanceId: string,
  sessionId: string,
  kept: number,
): Promise<void> {
  await queries
    .deleteFrom('refresh_tokens')
    .where('instance_id', '=', instanceId)
    .where('session_id', '=', sessionId)
    .where('id', 'not in', (select) =>
      select
        .selectFrom('refresh_tokens as newest')
        .select('newest.id')
        .where('newest.instance_id', '=', instanceId)
        .where('newest.session_id', '=', sessionId)
        .orderBy('newest.created_at', 'desc')
        .orderBy('newest.id', 'desc')
        .limit(kept),
    )
    .execute();
}
