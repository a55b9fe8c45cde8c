import type { Generated } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Client } from './client.ts';

export interface ClientsTable {
  instance_id: string;
  id: string;
  secret_hash: Buffer | null;
  last_active_session_id: Generated<string | null>;
  last_authentication_strategy: Generated<string | null>;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    clients: ClientsTable;
  }
}

const COLUMNS = [
  'instance_id',
  'id',
  'last_active_session_id',
  'last_authentication_strategy',
  'created_at',
  'updated_at',
] as const;

interface ClientRow {
  instance_id: string;
  id: string;
  last_active_session_id: string | null;
  last_authentication_strategy: string | null;
  created_at: Date;
  updated_at: Date;
}

function toClient(row: ClientRow): Client {
  return {
    instanceId: row.instance_id,
    id: row.id,
    lastActiveSessionId: row.last_active_session_id,
    lastAuthenticationStrategy: row.last_authentication_strategy,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The client whose cookie carries this secret. */
export async function findClientBySecret(
  queries: Queries,
  instanceId: string,
  secretHash: Buffer,
): Promise<Client | null> {
  const row = await queries
    .selectFrom('clients')
    .select(COLUMNS)
    .where('instance_id', '=', instanceId)
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst();
  return row ? toClient(row) : null;
}

export async function findClient(
  queries: Queries,
  instanceId: string,
  clientId: string,
): Promise<Client | null> {
  const row = await queries
    .selectFrom('clients')
    .select(COLUMNS)
    .where('instance_id', '=', instanceId)
    .where('id', '=', clientId)
    .where('secret_hash', 'is not', null)
    .executeTakeFirst();
  return row ? toClient(row) : null;
}

/** Ids of browsers that still hold their cookie, newest first. */
export async function listClientIds(
  queries: Queries,
  instanceId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<string[]> {
  const rows = await queries
    .selectFrom('clients')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('secret_hash', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(({ id }) => id);
}

export async function countClients(queries: Queries, instanceId: string): Promise<number> {
  const { count } = await queries
    .selectFrom('clients')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('instance_id', '=', instanceId)
    .where('secret_hash', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertClient(
  queries: Queries,
  instanceId: string,
  client: { id: string; secretHash: Buffer; now: Date },
): Promise<Client> {
  const row = await queries
    .insertInto('clients')
    .values({
      instance_id: instanceId,
      id: client.id,
      secret_hash: client.secretHash,
      created_at: client.now,
      updated_at: client.now,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return toClient(row);
}

/** Replaces the secret of a client that still exists; null when it was destroyed meanwhile. */
export async function updateClientSecret(
  queries: Queries,
  instanceId: string,
  clientId: string,
  change: { secretHash: Buffer; now: Date },
): Promise<Client | null> {
  const row = await queries
    .updateTable('clients')
    .set({ secret_hash: change.secretHash, updated_at: change.now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', clientId)
    .where('secret_hash', 'is not', null)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ? toClient(row) : null;
}

/** Notes what changed about who is signed in; fields left out keep their value. */
export async function updateClient(
  queries: Queries,
  instanceId: string,
  clientId: string,
  change: { now: Date; lastActiveSessionId?: string | null; lastAuthenticationStrategy?: string },
): Promise<void> {
  await queries
    .updateTable('clients')
    .set({
      updated_at: change.now,
      ...(change.lastActiveSessionId !== undefined && { last_active_session_id: change.lastActiveSessionId }),
      ...(change.lastAuthenticationStrategy !== undefined && {
        last_authentication_strategy: change.lastAuthenticationStrategy,
      }),
    })
    .where('instance_id', '=', instanceId)
    .where('id', '=', clientId)
    .execute();
}

/** Takes the secret away: the cookie means nothing from now on. */
export async function deleteClientSecret(
  queries: Queries,
  instanceId: string,
  clientId: string,
  now: Date,
): Promise<void> {
  await queries
    .updateTable('clients')
    .set({ secret_hash: null, last_active_session_id: null, updated_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', clientId)
    .execute();
}

/** Removes clients of every instance that nothing has happened to since `before`; answers how many. */
export async function deleteClientsUntouchedSince(queries: Queries, before: Date): Promise<number> {
  const result = await queries.deleteFrom('clients').where('updated_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
