import type { Selectable } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { SocialConnection, SocialConnectionKind, SocialStrategy } from './social-connection.ts';

export interface SocialConnectionsTable {
  instance_id: string;
  id: string;
  strategy: SocialStrategy;
  kind: SocialConnectionKind;
  name: string;
  logo_url: string | null;
  issuer: string | null;
  api_url: string | null;
  client_id: string;
  client_secret_sealed: Uint8Array;
  scopes: string[];
  enabled: boolean;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    social_connections: SocialConnectionsTable;
  }
}

const columns = [
  'instance_id',
  'id',
  'strategy',
  'kind',
  'name',
  'logo_url',
  'issuer',
  'api_url',
  'client_id',
  'scopes',
  'enabled',
  'created_at',
  'updated_at',
] as const;

const toConnection = (
  row: Omit<Selectable<SocialConnectionsTable>, 'client_secret_sealed'>,
): SocialConnection => ({
  instanceId: row.instance_id,
  id: row.id,
  strategy: row.strategy,
  kind: row.kind,
  name: row.name,
  logoUrl: row.logo_url,
  issuer: row.issuer,
  apiUrl: row.api_url,
  clientId: row.client_id,
  scopes: row.scopes,
  enabled: row.enabled,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toRow = (connection: SocialConnection) => ({
  instance_id: connection.instanceId,
  id: connection.id,
  strategy: connection.strategy,
  kind: connection.kind,
  name: connection.name,
  logo_url: connection.logoUrl,
  issuer: connection.issuer,
  api_url: connection.apiUrl,
  client_id: connection.clientId,
  scopes: [...connection.scopes],
  enabled: connection.enabled,
  created_at: connection.createdAt,
  updated_at: connection.updatedAt,
});

/** False when the instance has one with this strategy. */
export async function insertSocialConnection(
  queries: Queries,
  connection: SocialConnection,
  sealedSecret: Uint8Array,
): Promise<boolean> {
  const [result] = await queries
    .insertInto('social_connections')
    .values({ ...toRow(connection), client_secret_sealed: sealedSecret })
    .onConflict((conflict) => conflict.columns(['instance_id', 'strategy']).doNothing())
    .execute();
  return Number(result?.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Writes everything; the secret only when there is another one. */
export async function updateSocialConnection(
  queries: Queries,
  connection: SocialConnection,
  sealedSecret: Uint8Array | undefined,
): Promise<void> {
  await queries
    .updateTable('social_connections')
    .set({ ...toRow(connection), ...(sealedSecret && { client_secret_sealed: sealedSecret }) })
    .where('instance_id', '=', connection.instanceId)
    .where('id', '=', connection.id)
    .execute();
}

const connectionsOf = (queries: Queries, instanceId: string) =>
  queries.selectFrom('social_connections').select(columns).where('instance_id', '=', instanceId);

/** By name of the strategy. */
export async function listSocialConnections(
  queries: Queries,
  instanceId: string,
): Promise<SocialConnection[]> {
  const rows = await connectionsOf(queries, instanceId).orderBy('strategy').execute();
  return rows.map(toConnection);
}

export async function findSocialConnection(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<SocialConnection | null> {
  const row = await connectionsOf(queries, instanceId).where('id', '=', id).executeTakeFirst();
  return row ? toConnection(row) : null;
}

/** As findSocialConnection, and keeps the row from changing until the transaction ends. */
export async function findSocialConnectionForUpdate(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<SocialConnection | null> {
  const row = await connectionsOf(queries, instanceId).where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? toConnection(row) : null;
}

export async function findSocialConnectionByStrategy(
  queries: Queries,
  instanceId: string,
  strategy: SocialStrategy,
): Promise<SocialConnection | null> {
  const row = await connectionsOf(queries, instanceId).where('strategy', '=', strategy).executeTakeFirst();
  return row ? toConnection(row) : null;
}

/** The sealed client secret, for the one who talks to the provider. */
export async function findSealedClientSecret(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<Uint8Array | null> {
  const row = await queries
    .selectFrom('social_connections')
    .select('client_secret_sealed')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.client_secret_sealed ?? null;
}

/** Deletes the connection and, by the database's own rule, the visits that wait. False when there was none. */
export async function deleteSocialConnectionRow(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('social_connections')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}
