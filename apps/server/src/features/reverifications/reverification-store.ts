import { type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type {
  FirstFactorStrategy,
  Reverification,
  ReverificationLevel,
  ReverificationStatus,
} from './reverification.ts';

export interface SessionVerificationsTable {
  instance_id: string;
  session_id: string;
  level: ReverificationLevel;
  status: ReverificationStatus;
  first_factor_strategy: FirstFactorStrategy | null;
  first_factor_verification_id: string | null;
  second_factor_strategy: string | null;
  second_factor_verification_id: string | null;
  expire_at: Date;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    session_verifications: SessionVerificationsTable;
  }
}

const toReverification = (row: Selectable<SessionVerificationsTable>): Reverification => ({
  instanceId: row.instance_id,
  sessionId: row.session_id,
  level: row.level,
  status: row.status,
  firstFactorStrategy: row.first_factor_strategy,
  firstFactorVerificationId: row.first_factor_verification_id,
  secondFactorStrategy: row.second_factor_strategy,
  secondFactorVerificationId: row.second_factor_verification_id,
  expireAt: row.expire_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Begins a reverification in the place of the session's last one. */
export async function upsertReverification(queries: Queries, begun: Reverification): Promise<void> {
  const columns = {
    level: begun.level,
    status: begun.status,
    first_factor_strategy: begun.firstFactorStrategy,
    first_factor_verification_id: begun.firstFactorVerificationId,
    second_factor_strategy: begun.secondFactorStrategy,
    second_factor_verification_id: begun.secondFactorVerificationId,
    expire_at: begun.expireAt,
    created_at: begun.createdAt,
    updated_at: begun.updatedAt,
  };
  await queries
    .insertInto('session_verifications')
    .values({ instance_id: begun.instanceId, session_id: begun.sessionId, ...columns })
    .onConflict((conflict) => conflict.columns(['instance_id', 'session_id']).doUpdateSet(columns))
    .execute();
}

export async function findReverification(
  queries: Queries,
  instanceId: string,
  sessionId: string,
): Promise<Reverification | null> {
  const row = await queries
    .selectFrom('session_verifications')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row ? toReverification(row) : null;
}

type Step = Partial<
  Pick<
    Reverification,
    | 'status'
    | 'firstFactorStrategy'
    | 'firstFactorVerificationId'
    | 'secondFactorStrategy'
    | 'secondFactorVerificationId'
  >
>;

/** Takes a step of a reverification that still waits for it; null when it does not, or has expired. */
export async function updateReverification(
  queries: Queries,
  waiting: Pick<Reverification, 'instanceId' | 'sessionId' | 'status' | 'createdAt'>,
  step: Step & { now: Date },
): Promise<Reverification | null> {
  const row = await queries
    .updateTable('session_verifications')
    .set({
      status: step.status,
      first_factor_strategy: step.firstFactorStrategy,
      first_factor_verification_id: step.firstFactorVerificationId,
      second_factor_strategy: step.secondFactorStrategy,
      second_factor_verification_id: step.secondFactorVerificationId,
      updated_at: step.now,
    })
    .where('instance_id', '=', waiting.instanceId)
    .where('session_id', '=', waiting.sessionId)
    .where('status', '=', waiting.status)
    // Another one may have been begun meanwhile.
    .where('created_at', '=', waiting.createdAt)
    .where(sql<boolean>`expire_at > ${step.now}::timestamptz`)
    .returningAll()
    .executeTakeFirst();
  return row ? toReverification(row) : null;
}
