import type { Generated } from 'kysely';
import type { Queries } from '../../database/database.ts';
import { type InstanceRow, instanceColumns } from './instance-store.ts';
import type { SecretKey } from './secret-key.ts';

export interface SecretKeysTable {
  instance_id: string;
  id: string;
  name: string;
  key_hash: Buffer;
  prefix: string;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

declare module '../../database/database.ts' {
  interface Tables {
    secret_keys: SecretKeysTable;
  }
}

const shownColumns = [
  'id',
  'instance_id',
  'name',
  'prefix',
  'created_at',
  'last_used_at',
  'revoked_at',
] as const;

function secretKeyOfRow(
  row: Omit<SecretKeysTable, 'key_hash' | 'created_at'> & { created_at: Date },
): SecretKey {
  return {
    id: row.id,
    instanceId: row.instance_id,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

/**
 * The live key with this hash and its instance, by one statement: a key that was revoked before it began is
 * not found. The one lookup that starts from a key and not from an instance id.
 */
export async function findInstanceBySecretKeyHash(
  queries: Queries,
  keyHash: Buffer,
): Promise<{ row: InstanceRow; secretKeyId: string; lastUsedAt: Date | null } | null> {
  const found = await queries
    .selectFrom('secret_keys')
    .innerJoin('instances', 'instances.id', 'secret_keys.instance_id')
    .innerJoin('applications', 'applications.id', 'instances.application_id')
    .select([
      ...instanceColumns,
      'secret_keys.id as secret_key_id',
      'secret_keys.last_used_at as last_used_at',
    ])
    .where('secret_keys.key_hash', '=', keyHash)
    .where('secret_keys.revoked_at', 'is', null)
    .executeTakeFirst();
  if (!found) return null;
  const { secret_key_id: secretKeyId, last_used_at: lastUsedAt, ...row } = found;
  return { row, secretKeyId, lastUsedAt };
}

/** A new key; false when there is one with this hash already. */
export async function insertSecretKey(
  queries: Queries,
  instanceId: string,
  key: { id: string; name: string; keyHash: Buffer; prefix: string; createdAt: Date },
): Promise<boolean> {
  const result = await queries
    .insertInto('secret_keys')
    .values({
      instance_id: instanceId,
      id: key.id,
      name: key.name,
      key_hash: key.keyHash,
      prefix: key.prefix,
      created_at: key.createdAt,
      last_used_at: null,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.column('key_hash').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** An instance's keys, newest first, revoked ones too. */
export async function listSecretKeys(queries: Queries, instanceId: string): Promise<SecretKey[]> {
  const rows = await queries
    .selectFrom('secret_keys')
    .select(shownColumns)
    .where('instance_id', '=', instanceId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map(secretKeyOfRow);
}

/** Marks a live key revoked; null when there is no live key with this id. */
export async function updateSecretKeyRevoked(
  queries: Queries,
  instanceId: string,
  id: string,
  revokedAt: Date,
): Promise<SecretKey | null> {
  const row = await queries
    .updateTable('secret_keys')
    .set({ revoked_at: revokedAt })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(shownColumns)
    .executeTakeFirst();
  return row ? secretKeyOfRow(row) : null;
}

/** Notes a key's use, unless a later one is noted. */
export async function updateSecretKeyLastUsed(
  queries: Queries,
  instanceId: string,
  id: string,
  usedAt: Date,
): Promise<void> {
  await queries
    .updateTable('secret_keys')
    .set({ last_used_at: usedAt })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where((key) => key.or([key('last_used_at', 'is', null), key('last_used_at', '<', usedAt)]))
    .execute();
}
