import type { Queries } from '../../database/database.ts';

export interface PlatformKeysTable {
  instance_id: string;
  id: string;
  name: string;
  key_hash: Buffer;
  created_at: Date;
  revoked_at: Date | null;
}

declare module '../../database/database.ts' {
  interface Tables {
    platform_keys: PlatformKeysTable;
  }
}

/** The live platform key with this hash. */
export async function findPlatformKey(
  queries: Queries,
  instanceId: string,
  keyHash: Buffer,
): Promise<{ id: string; name: string } | null> {
  const row = await queries
    .selectFrom('platform_keys')
    .select(['id', 'name'])
    .where('instance_id', '=', instanceId)
    .where('key_hash', '=', keyHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether there is any live platform key. */
export async function hasPlatformKey(queries: Queries, instanceId: string): Promise<boolean> {
  const row = await queries
    .selectFrom('platform_keys')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A new key; false when there is one with this hash already. */
export async function insertPlatformKey(
  queries: Queries,
  instanceId: string,
  key: { id: string; name: string; keyHash: Buffer; createdAt: Date },
): Promise<boolean> {
  const { id, name, keyHash, createdAt } = key;
  const result = await queries
    .insertInto('platform_keys')
    .values({
      instance_id: instanceId,
      id,
      name,
      key_hash: keyHash,
      created_at: createdAt,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.column('key_hash').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
