import { type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Verification, VerificationStrategy } from './verification.ts';

export interface VerificationsTable {
  instance_id: string;
  id: string;
  strategy: VerificationStrategy;
  email_address: string | null;
  phone_number: string | null;
  code_hash: Buffer;
  attempts: number;
  max_attempts: number;
  verified_at: Date | null;
  verified_at_client: string | null;
  expire_at: Date;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    verifications: VerificationsTable;
  }
}

export const toVerification = (row: Selectable<VerificationsTable>): Verification => ({
  instanceId: row.instance_id,
  id: row.id,
  strategy: row.strategy,
  emailAddress: row.email_address,
  phoneNumber: row.phone_number,
  codeHash: row.code_hash,
  attempts: row.attempts,
  maxAttempts: row.max_attempts,
  verifiedAt: row.verified_at,
  verifiedAtClient: row.verified_at_client,
  expireAt: row.expire_at,
  createdAt: row.created_at,
});

export async function insertVerification(queries: Queries, verification: Verification): Promise<void> {
  await queries
    .insertInto('verifications')
    .values({
      instance_id: verification.instanceId,
      id: verification.id,
      strategy: verification.strategy,
      email_address: verification.emailAddress,
      phone_number: verification.phoneNumber,
      code_hash: verification.codeHash,
      attempts: verification.attempts,
      max_attempts: verification.maxAttempts,
      verified_at: verification.verifiedAt,
      verified_at_client: verification.verifiedAtClient,
      expire_at: verification.expireAt,
      created_at: verification.createdAt,
    })
    .execute();
}

export async function findVerification(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<Verification | null> {
  const row = await queries
    .selectFrom('verifications')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toVerification(row) : null;
}

/**
 * Counts one try and compares it, in one statement: of any number of parallel tries at most
 * `max_attempts` are compared, and at most one succeeds. Null when the code may not be tried any more.
 */
export async function updateVerificationByTry(
  queries: Queries,
  attempt: { instanceId: string; id: string; codeHash: Buffer; now: Date },
): Promise<Verification | null> {
  const row = await queries
    .updateTable('verifications')
    .set({
      attempts: sql<number>`attempts + 1`,
      verified_at: sql<Date | null>`case when code_hash = ${attempt.codeHash} then ${attempt.now}::timestamptz end`,
    })
    .where('instance_id', '=', attempt.instanceId)
    .where('id', '=', attempt.id)
    .where('verified_at', 'is', null)
    .where('expire_at', '>', attempt.now)
    .where((eb) => eb('attempts', '<', eb.ref('max_attempts')))
    .returningAll()
    .executeTakeFirst();
  return row ? toVerification(row) : null;
}

/** Deletes codes that nobody can use any more. Returns how many. */
export async function deleteVerificationsExpiredBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('verifications').where('expire_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
