import type { Queries } from '../../../database/database.ts';

export interface BackupCodesTable {
  instance_id: string;
  user_id: string;
  id: string;
  code_hash: Buffer | null;
  bcrypt_digest: string | null;
  created_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    backup_codes: BackupCodesTable;
  }
}

type UserKey = { readonly instanceId: string; readonly id: string };

/** A code as it is kept: hashed under the user's key, or as the bcrypt digest that came from elsewhere. */
export interface StoredBackupCode {
  readonly id: string;
  readonly codeHash: Buffer | null;
  readonly digest: string | null;
}

/** The sealed key under which the user's codes are hashed; null without any. */
export async function findBackupCodeKey(queries: Queries, user: UserKey): Promise<Buffer | null> {
  const row = await queries
    .selectFrom('users')
    .select('sealed_backup_code_key')
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .executeTakeFirst();
  return row?.sealed_backup_code_key ?? null;
}

/** Writes the sealed key of new codes; null when there are none any more. */
export async function updateBackupCodeKey(
  queries: Queries,
  user: UserKey,
  { sealedKey, now }: { sealedKey: Buffer | null; now: Date },
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ sealed_backup_code_key: sealedKey, updated_at: now })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .execute();
}

export async function insertBackupCodes(
  queries: Queries,
  user: UserKey,
  codes: readonly StoredBackupCode[],
  now: Date,
): Promise<void> {
  const rows = codes.map(({ id, codeHash, digest }) => ({
    instance_id: user.instanceId,
    user_id: user.id,
    id,
    code_hash: codeHash,
    bcrypt_digest: digest,
    created_at: now,
  }));
  await queries.insertInto('backup_codes').values(rows).execute();
}

/** Uses a code up; false when the user has no such code (any more). */
export async function deleteBackupCode(queries: Queries, user: UserKey, codeHash: Buffer): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('backup_codes')
    .where('instance_id', '=', user.instanceId)
    .where('user_id', '=', user.id)
    .where('code_hash', '=', codeHash)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}

/** Codes that were hashed elsewhere, as bcrypt digests. */
export async function listBackupCodeDigests(
  queries: Queries,
  user: UserKey,
): Promise<{ id: string; digest: string }[]> {
  const rows = await queries
    .selectFrom('backup_codes')
    .select(['id', 'bcrypt_digest'])
    .where('instance_id', '=', user.instanceId)
    .where('user_id', '=', user.id)
    .where('bcrypt_digest', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, digest: row.bcrypt_digest ?? '' }));
}

/** Uses a code up that was found by its digest; false when somebody else has done so meanwhile. */
export async function deleteBackupCodeById(queries: Queries, user: UserKey, id: string): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('backup_codes')
    .where('instance_id', '=', user.instanceId)
    .where('user_id', '=', user.id)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}

/** Answers how many there were. */
export async function deleteBackupCodesOfUser(queries: Queries, user: UserKey): Promise<number> {
  const [result] = await queries
    .deleteFrom('backup_codes')
    .where('instance_id', '=', user.instanceId)
    .where('user_id', '=', user.id)
    .execute();
  return Number(result?.numDeletedRows ?? 0);
}
