import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import {
  type IdentifierType,
  MAX_IDENTIFIERS_PER_LIST,
  type RestrictedIdentifier,
} from './restricted-identifier.ts';

export interface RestrictedIdentifiersTable {
  instance_id: string;
  id: string;
  list: 'allow' | 'block';
  identifier_type: IdentifierType;
  identifier: string;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    restricted_identifiers: RestrictedIdentifiersTable;
  }
}

type List = RestrictedIdentifier['list'];

/** Newest first. */
export async function listRestrictedIdentifiers(
  queries: Queries,
  instanceId: string,
  { list, limit, offset }: { readonly list: List; readonly limit: number; readonly offset: number },
): Promise<RestrictedIdentifier[]> {
  const rows = await queries
    .selectFrom('restricted_identifiers')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('list', '=', list)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    list: row.list,
    identifierType: row.identifier_type,
    identifier: row.identifier,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}

export async function countRestrictedIdentifiers(
  queries: Queries,
  instanceId: string,
  list: List,
): Promise<number> {
  const { count } = await queries
    .selectFrom('restricted_identifiers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('instance_id', '=', instanceId)
    .where('list', '=', list)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** False when the list has it already, or is full. */
export async function insertRestrictedIdentifier(
  queries: Queries,
  instanceId: string,
  one: RestrictedIdentifier,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into restricted_identifiers
      (instance_id, id, list, identifier_type, identifier, created_at, updated_at)
    select ${instanceId}, ${one.id}, ${one.list}, ${one.identifierType}, ${one.identifier},
      ${one.createdAt}::timestamptz, ${one.updatedAt}::timestamptz
    where (select count(*) from restricted_identifiers where instance_id = ${instanceId}
      and list = ${one.list}) < ${MAX_IDENTIFIERS_PER_LIST}
    on conflict (instance_id, list, identifier) do nothing`.execute(queries);
  return numAffectedRows === 1n;
}

/** The identifier that was there; null when there was none. */
export async function deleteRestrictedIdentifier(
  queries: Queries,
  instanceId: string,
  { id, list }: Pick<RestrictedIdentifier, 'id' | 'list'>,
): Promise<string | null> {
  const row = await queries
    .deleteFrom('restricted_identifiers')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where('list', '=', list)
    .returning('identifier')
    .executeTakeFirst();
  return row?.identifier ?? null;
}

/** What binds one address right now: the instance's switches, and where the address stands. */
export interface AddressStanding {
  readonly allowlist: boolean;
  readonly blocklist: boolean;
  readonly blockEmailSubaddresses: boolean;
  readonly isAllowed: boolean;
  readonly isBlocked: boolean;
}

export async function findAddressStanding(
  queries: Queries,
  instanceId: string,
  entries: readonly [string, string],
): Promise<AddressStanding | null> {
  const on = (setting: string) => sql<boolean>`coalesce((i.settings->>${sql.lit(setting)})::boolean, false)`;
  const listed = (list: List) => sql<boolean>`exists (select 1 from restricted_identifiers r
    where r.instance_id = i.id and r.list = ${sql.lit(list)} and r.identifier in (${entries[0]}, ${entries[1]}))`;
  const { rows } = await sql<AddressStanding>`
    select ${on('allowlist')} as "allowlist", ${on('blocklist')} as "blocklist",
      ${on('blockEmailSubaddresses')} as "blockEmailSubaddresses",
      ${listed('allow')} as "isAllowed", ${listed('block')} as "isBlocked"
    from instances i where i.id = ${instanceId}`.execute(queries);
  return rows[0] ?? null;
}

/**
 * Whether the lists keep a user from signing in: the blocklist has one of their verified addresses, or the
 * allowlist none. A user without an address is bound by neither. False where the lists do not count at sign-in.
 */
export async function isKeptFromSigningIn(
  queries: Queries,
  instanceId: string,
  userId: string,
): Promise<boolean> {
  const on = (setting: string) => sql`coalesce((i.settings->>${sql.lit(setting)})::boolean, false)`;
  const listed = (list: List) => sql`bool_or(exists (select 1 from restricted_identifiers r
    where r.instance_id = i.id and r.list = ${sql.lit(list)}
      and r.identifier in (e.email_address, '*@' || split_part(e.email_address, '@', 2))))`;
  const { rows } = await sql<{ kept: boolean }>`
    select (${on('blocklist')} and ${listed('block')})
      or (${on('allowlist')} and not ${listed('allow')}) as kept
    from instances i
    join email_addresses e on e.instance_id = i.id and e.user_id = ${userId} and e.verified
    where i.id = ${instanceId} and (${on('allowlist')} or ${on('blocklist')})
      and not ${on('allowlistBlocklistDisabledOnSignIn')}
    group by i.id`.execute(queries);
  return rows[0]?.kept ?? false;
}
