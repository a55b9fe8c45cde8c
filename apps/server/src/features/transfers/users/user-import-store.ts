import { sql } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import type { Claim, ClaimKind } from './identifier-claims.ts';
import {
  type ColumnValue,
  type ImportedTable,
  importedColumns,
  type Row,
  type UserRows,
} from './user-rows.ts';

const columnsOf = (table: ImportedTable) => sql.join(importedColumns[table].map((column) => sql.ref(column)));

/** Inserts rows of one table in one statement, each complete. */
export async function insertRows(
  queries: Queries,
  instanceId: string,
  table: ImportedTable,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into ${sql.table(table)} (instance_id, ${columnsOf(table)})
    select ${instanceId}, ${columnsOf(table)}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    queries,
  );
}

/** Writes columns of one user. */
export async function updateUserColumns(
  queries: Queries,
  {
    instanceId,
    id,
    columns,
  }: { instanceId: string; id: string; columns: Readonly<Record<string, ColumnValue>> },
): Promise<void> {
  const names = Object.keys(columns);
  if (names.length === 0) return;
  const assignments = names.map((name) => sql`${sql.ref(name)} = given.${sql.ref(name)}`);
  await sql`update users set ${sql.join(assignments)}
    from jsonb_populate_record(null::users, ${JSON.stringify(columns)}::jsonb) given
    where users.instance_id = ${instanceId} and users.id = ${id}`.execute(queries);
}

/** Users who are there, with everything of theirs that an import compares; their rows stay locked. */
export async function findPresentUsers(
  queries: Queries,
  instanceId: string,
  ids: readonly string[],
): Promise<Map<string, UserRows>> {
  const { rows } = await sql<Row>`select ${columnsOf('users')} from users
    where instance_id = ${instanceId} and id = any(${ids}) order by id for update`.execute(queries);
  return new Map((await withBelongings(queries, instanceId, rows)).map((rows) => [rows.user.id, rows]));
}

/** Users by id, in the order of its bytes, the ones after `after` ('' for the first page), with all of theirs. */
export async function listUserRowsAfter(
  queries: Queries,
  instanceId: string,
  { after, limit }: { after: string; limit: number },
): Promise<UserRows[]> {
  const { rows } = await sql<Row>`select ${columnsOf('users')} from users
    where instance_id = ${instanceId} and id collate "C" > ${after}
    order by id collate "C" limit ${limit}`.execute(queries);
  return withBelongings(queries, instanceId, rows);
}

/** Those of the ids that users have. */
export async function listUserIds(
  queries: Queries,
  instanceId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from users
    where instance_id = ${instanceId} and id = any(${ids})`.execute(queries);
  return rows.map(({ id }) => id);
}

async function withBelongings(
  queries: Queries,
  instanceId: string,
  users: readonly Row[],
): Promise<UserRows[]> {
  if (users.length === 0) return [];
  const present = users.map(({ id }) => id);
  const listOf = async (table: ImportedTable) => {
    const { rows } = await sql<Row & { user_id: string }>`select ${columnsOf(table)} from ${sql.table(table)}
      where instance_id = ${instanceId} and user_id = any(${present})`.execute(queries);
    const byUser = new Map<string, Row[]>(present.map((id) => [id, []]));
    for (const row of rows) byUser.get(row.user_id)?.push(row);
    return byUser;
  };
  const emailAddresses = await listOf('email_addresses');
  const phoneNumbers = await listOf('phone_numbers');
  const externalAccounts = await listOf('external_accounts');
  const backupCodes = await listOf('backup_codes');
  return users.map((user) => ({
    user,
    emailAddresses: emailAddresses.get(user.id) ?? [],
    phoneNumbers: phoneNumbers.get(user.id) ?? [],
    externalAccounts: externalAccounts.get(user.id) ?? [],
    backupCodes: backupCodes.get(user.id) ?? [],
  }));
}

/** Who has what is claimed, of those things that somebody has. */
export async function findOwners(
  queries: Queries,
  instanceId: string,
  claims: readonly Claim[],
): Promise<(Claim & { owner: string })[]> {
  if (claims.length === 0) return [];
  const of = (kind: ClaimKind) => claims.filter((claim) => claim.kind === kind).map(({ value }) => value);
  const people = of('external_account').map((value) => value.split(' '));
  const { rows } = await sql<Claim & { owner: string }>`
    select 'email_address' as kind, email_address as value, user_id as owner from email_addresses
      where instance_id = ${instanceId} and email_address = any(${of('email_address')}) and (verified or reserved)
    union all select 'phone_number', phone_number, user_id from phone_numbers
      where instance_id = ${instanceId} and phone_number = any(${of('phone_number')}) and (verified or reserved)
    union all select 'username', lower(username), id from users
      where instance_id = ${instanceId} and lower(username) = any(${of('username')})
    union all select 'external_id', external_id, id from users
      where instance_id = ${instanceId} and external_id = any(${of('external_id')})
    union all select 'external_account', provider || ' ' || provider_user_id, user_id from external_accounts
      where instance_id = ${instanceId} and provider = any(${people.map(([provider]) => provider)})
        and provider_user_id = any(${people.map(([, ...id]) => id.join(' '))}) and verified
    union all select 'email_address_id', id, user_id from email_addresses
      where instance_id = ${instanceId} and id = any(${of('email_address_id')})
    union all select 'phone_number_id', id, user_id from phone_numbers
      where instance_id = ${instanceId} and id = any(${of('phone_number_id')})
    union all select 'external_account_id', id, user_id from external_accounts
      where instance_id = ${instanceId} and id = any(${of('external_account_id')})`.execute(queries);
  return rows;
}
