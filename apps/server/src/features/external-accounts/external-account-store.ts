import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { ExternalAccount, ExternalAccountError } from './external-account.ts';

type Json = ColumnType<ExternalAccount['publicMetadata'], string, string>;

export interface ExternalAccountsTable {
  instance_id: string;
  id: string;
  user_id: string;
  identification_id: string;
  provider: string;
  provider_user_id: string;
  email_address: string | null;
  email_address_verified: boolean;
  first_name: string | null;
  last_name: string | null;
  username: string | null;
  image_url: string | null;
  phone_number: string | null;
  label: string | null;
  public_metadata: Json;
  approved_scopes: string;
  verified: boolean;
  oauth_attempt_id: string | null;
  access_token_sealed: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
  refresh_token_sealed: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
  access_token_expire_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    external_accounts: ExternalAccountsTable;
  }
}

type AccountRow = Omit<
  Selectable<ExternalAccountsTable>,
  'access_token_sealed' | 'refresh_token_sealed' | 'access_token_expire_at'
>;

/** An account inside a user's row: the database makes it JSON, so instants are epoch milliseconds. */
export type ExternalAccountJson = Omit<AccountRow, 'created_at' | 'updated_at'> & {
  created_at: number;
  updated_at: number;
  error_code: ExternalAccountError['code'] | null;
  error_meta: ExternalAccountError['meta'] | null;
};

/** The accounts of the user of the surrounding statement, without their tokens, the oldest first. */
export const externalAccountsOfUser = sql<ExternalAccountJson[]>`(
  select coalesce(jsonb_agg(to_jsonb(x)
    - '{access_token_sealed,refresh_token_sealed,access_token_expire_at}'::text[]
    || jsonb_build_object('created_at', extract(epoch from x.created_at) * 1000,
                          'updated_at', extract(epoch from x.updated_at) * 1000)
      || jsonb_build_object('error_code', a.error_code, 'error_meta', a.error_meta)
    order by x.created_at, x.id), '[]'::jsonb)
  from external_accounts x
  left join oauth_attempts a
    on not x.verified and a.instance_id = x.instance_id and a.id = x.oauth_attempt_id
  where x.instance_id = users.instance_id and x.user_id = users.id
)`.as('external_accounts');

const toAccount = (row: AccountRow, error: ExternalAccountError | null = null): ExternalAccount => ({
  error,
  instanceId: row.instance_id,
  id: row.id,
  userId: row.user_id,
  identificationId: row.identification_id,
  provider: row.provider,
  providerUserId: row.provider_user_id,
  emailAddress: row.email_address,
  emailAddressVerified: row.email_address_verified,
  firstName: row.first_name,
  lastName: row.last_name,
  username: row.username,
  imageUrl: row.image_url,
  phoneNumber: row.phone_number,
  label: row.label,
  publicMetadata: row.public_metadata,
  approvedScopes: row.approved_scopes,
  verified: row.verified,
  oauthAttemptId: row.oauth_attempt_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** The account inside a user's row. */
export const toExternalAccount = (json: ExternalAccountJson): ExternalAccount =>
  toAccount(
    { ...json, created_at: new Date(json.created_at), updated_at: new Date(json.updated_at) },
    json.error_code === null ? null : { code: json.error_code, meta: json.error_meta ?? {} },
  );

const toRow = (account: ExternalAccount) => ({
  instance_id: account.instanceId,
  id: account.id,
  user_id: account.userId,
  identification_id: account.identificationId,
  provider: account.provider,
  provider_user_id: account.providerUserId,
  email_address: account.emailAddress,
  email_address_verified: account.emailAddressVerified,
  first_name: account.firstName,
  last_name: account.lastName,
  username: account.username,
  image_url: account.imageUrl,
  phone_number: account.phoneNumber,
  label: account.label,
  public_metadata: JSON.stringify(account.publicMetadata),
  approved_scopes: account.approvedScopes,
  verified: account.verified,
  oauth_attempt_id: account.oauthAttemptId,
  created_at: account.createdAt,
  updated_at: account.updatedAt,
});

/** Fails with a conflict when a verified account of that person at that provider exists. */
export async function insertExternalAccount(queries: Queries, account: ExternalAccount): Promise<void> {
  await queries.insertInto('external_accounts').values(toRow(account)).execute();
}

/** Writes everything but the tokens; false when the account is gone. */
export async function updateExternalAccount(queries: Queries, account: ExternalAccount): Promise<boolean> {
  const [result] = await queries
    .updateTable('external_accounts')
    .set(toRow(account))
    .where('instance_id', '=', account.instanceId)
    .where('id', '=', account.id)
    .execute();
  return Number(result?.numUpdatedRows ?? 0) > 0;
}

/** The confirmed account of a person at a provider. */
export async function findVerifiedExternalAccount(
  queries: Queries,
  { instanceId, provider, providerUserId }: { instanceId: string; provider: string; providerUserId: string },
): Promise<ExternalAccount | null> {
  const row = await queries
    .selectFrom('external_accounts')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('provider', '=', provider)
    .where('provider_user_id', '=', providerUserId)
    .where('verified', '=', true)
    .executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** Drops what a user began to connect at a provider and never finished. */
export async function deleteUnverifiedAccounts(
  queries: Queries,
  { instanceId, userId, provider }: { instanceId: string; userId: string; provider: string },
): Promise<void> {
  await queries
    .deleteFrom('external_accounts')
    .where('instance_id', '=', instanceId)
    .where('user_id', '=', userId)
    .where('provider', '=', provider)
    .where('verified', '=', false)
    .execute();
}

/** Deletes one account of one user; false when there was none. */
export async function deleteExternalAccountRow(
  queries: Queries,
  { instanceId, userId, id }: { instanceId: string; userId: string; id: string },
): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('external_accounts')
    .where('instance_id', '=', instanceId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}
