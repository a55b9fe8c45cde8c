import type { PublicJwk } from '@bartleby/session-token';
import type { ColumnType, Generated } from 'kysely';
import type { Queries } from '../../database/database.ts';
import { PUBLISHED, type SigningKey, type SigningKeyStatus } from './signing-key.ts';

export interface SigningKeysTable {
  instance_id: string;
  id: string;
  status: SigningKeyStatus;
  algorithm: 'RS256';
  public_jwk: ColumnType<PublicJwk, string, never>;
  sealed_private_key: Buffer | null;
  created_at: Generated<Date>;
  activated_at: Date | null;
  retiring_at: Date | null;
  ended_at: Date | null;
}

declare module '../../database/database.ts' {
  interface Tables {
    signing_keys: SigningKeysTable;
  }
}

const columns = ['instance_id', 'id', 'status', 'public_jwk', 'created_at', 'retiring_at'] as const;

function keyOfRow(row: {
  instance_id: string;
  id: string;
  status: SigningKeyStatus;
  public_jwk: PublicJwk;
  created_at: Date;
  retiring_at: Date | null;
}): SigningKey {
  return {
    id: row.id,
    instanceId: row.instance_id,
    status: row.status,
    publicJwk: row.public_jwk,
    createdAt: row.created_at,
    retiringAt: row.retiring_at,
  };
}

/** A new key; false when the instance already has one with this status, of which there may be one only. */
export async function insertSigningKey(
  queries: Queries,
  instanceId: string,
  key: {
    readonly id: string;
    readonly status: 'next' | 'active';
    readonly publicJwk: PublicJwk;
    readonly sealedPrivateKey: Uint8Array;
    readonly createdAt: Date;
  },
): Promise<boolean> {
  const result = await queries
    .insertInto('signing_keys')
    .values({
      instance_id: instanceId,
      id: key.id,
      status: key.status,
      algorithm: 'RS256',
      public_jwk: JSON.stringify(key.publicJwk),
      sealed_private_key: Buffer.from(key.sealedPrivateKey),
      created_at: key.createdAt,
      activated_at: key.status === 'active' ? key.createdAt : null,
      retiring_at: null,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** All keys of an instance, newest first. */
export async function listSigningKeys(queries: Queries, instanceId: string): Promise<SigningKey[]> {
  const rows = await queries
    .selectFrom('signing_keys')
    .select(columns)
    .where('instance_id', '=', instanceId)
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  return rows.map(keyOfRow);
}

/** The keys that verifiers must know. */
export async function listPublishedKeys(queries: Queries, instanceId: string): Promise<SigningKey[]> {
  const rows = await queries
    .selectFrom('signing_keys')
    .select(columns)
    .where('instance_id', '=', instanceId)
    .where('status', 'in', [...PUBLISHED])
    .orderBy('status')
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(keyOfRow);
}

/** The key that signs, with its sealed private half. */
export async function findActiveKey(
  queries: Queries,
  instanceId: string,
): Promise<{ id: string; sealedPrivateKey: Buffer } | null> {
  const row = await queries
    .selectFrom('signing_keys')
    .select(['id', 'sealed_private_key'])
    .where('instance_id', '=', instanceId)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return row?.sealed_private_key ? { id: row.id, sealedPrivateKey: row.sealed_private_key } : null;
}

/** active → retiring. The private half is forgotten: it cannot sign any more. */
export async function updateActiveToRetiring(queries: Queries, instanceId: string, now: Date): Promise<void> {
  await queries
    .updateTable('signing_keys')
    .set({ status: 'retiring', retiring_at: now, sealed_private_key: null })
    .where('instance_id', '=', instanceId)
    .where('status', '=', 'active')
    .execute();
}

/** next → active; false when this key is not `next`. */
export async function updateNextToActive(
  queries: Queries,
  instanceId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const result = await queries
    .updateTable('signing_keys')
    .set({ status: 'active', activated_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where('status', '=', 'next')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** retiring → retired for all keys of an instance that stopped signing before `before`; how many there were. */
export async function updateRetiringToRetired(
  queries: Queries,
  instanceId: string,
  before: Date,
  now: Date,
): Promise<number> {
  const result = await queries
    .updateTable('signing_keys')
    .set({ status: 'retired', ended_at: now })
    .where('instance_id', '=', instanceId)
    .where('status', '=', 'retiring')
    .where('retiring_at', '<', before)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Any published key → withdrawn; the status it had, or null when it is not published. */
export async function updateToWithdrawn(
  queries: Queries,
  instanceId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const result = await queries
    .updateTable('signing_keys')
    .set({ status: 'withdrawn', ended_at: now, sealed_private_key: null })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where('status', 'in', [...PUBLISHED])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
