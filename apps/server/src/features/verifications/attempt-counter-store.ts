import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';

export interface AttemptCountersTable {
  instance_id: string;
  kind: string;
  subject_hash: Buffer;
  attempts: number;
  window_ends_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    attempt_counters: AttemptCountersTable;
  }
}

export interface AttemptCounter {
  readonly instanceId: string;
  readonly kind: string;
  readonly subjectHash: Buffer;
}

/**
 * Counts one attempt if fewer than `max` were counted in the running window, and starts a window where
 * there is none: one statement, so that parallel requests on any number of nodes never pass the limit.
 * Returns false when the limit is reached; nothing is counted then.
 */
export async function upsertAttempt(
  queries: Queries,
  counter: AttemptCounter,
  limit: { max: number; windowEndsAt: Date; now: Date },
): Promise<boolean> {
  const isOver = sql<boolean>`attempt_counters.window_ends_at <= ${limit.now}::timestamptz`;
  const row = await queries
    .insertInto('attempt_counters')
    .values({
      instance_id: counter.instanceId,
      kind: counter.kind,
      subject_hash: counter.subjectHash,
      attempts: 1,
      window_ends_at: limit.windowEndsAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['instance_id', 'kind', 'subject_hash'])
        .doUpdateSet({
          attempts: sql<number>`case when ${isOver} then 1 else attempt_counters.attempts + 1 end`,
          window_ends_at: sql<Date>`case when ${isOver} then excluded.window_ends_at else attempt_counters.window_ends_at end`,
        })
        .where(sql<boolean>`${isOver} or attempt_counters.attempts < ${limit.max}`),
    )
    .returning('attempts')
    .executeTakeFirst();
  return row !== undefined;
}

/** When the running window ends; null when nothing was counted. */
export async function findWindowEnd(queries: Queries, counter: AttemptCounter): Promise<Date | null> {
  const row = await queries
    .selectFrom('attempt_counters')
    .select('window_ends_at')
    .where('instance_id', '=', counter.instanceId)
    .where('kind', '=', counter.kind)
    .where('subject_hash', '=', counter.subjectHash)
    .executeTakeFirst();
  return row?.window_ends_at ?? null;
}

/** Takes one counted attempt back. */
export async function updateAttemptTakenBack(queries: Queries, counter: AttemptCounter): Promise<void> {
  await queries
    .updateTable('attempt_counters')
    .set({ attempts: sql<number>`attempts - 1` })
    .where('instance_id', '=', counter.instanceId)
    .where('kind', '=', counter.kind)
    .where('subject_hash', '=', counter.subjectHash)
    .where('attempts', '>', 0)
    .execute();
}

export async function deleteCounter(queries: Queries, counter: AttemptCounter): Promise<void> {
  await queries
    .deleteFrom('attempt_counters')
    .where('instance_id', '=', counter.instanceId)
    .where('kind', '=', counter.kind)
    .where('subject_hash', '=', counter.subjectHash)
    .execute();
}

export async function deleteCountersEndedBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries
    .deleteFrom('attempt_counters')
    .where('window_ends_at', '<', before)
    .execute();
  return Number(result?.numDeletedRows ?? 0);
}
