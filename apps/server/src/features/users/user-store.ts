import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import {
  type ExternalAccountJson,
  externalAccountsOfUser,
  toExternalAccount,
} from '../external-accounts/index.ts';
import {
  type EmailAddressJson,
  emailAddressesOfUser,
  toEmailAddresses,
} from './email-addresses/email-addresses-of-user-store.ts';
import type { PasswordHasherName } from './passwords/password-digest.ts';
import {
  type PhoneNumberJson,
  phoneNumbersOfUser,
  toPhoneNumbers,
} from './phone-numbers/phone-numbers-of-user-store.ts';
import type { JsonObject, User } from './user.ts';

type Json = ColumnType<JsonObject, string | undefined, string>;

export interface UsersTable {
  instance_id: string;
  id: string;
  external_id: string | null;
  username: string | null;
  first_name: string | null;
  last_name: string | null;
  primary_email_address_id: string | null;
  primary_phone_number_id: string | null;
  password_hash: string | null;
  password_digest: string | null;
  password_hasher: PasswordHasherName | null;
  password_updated_at: Date | null;
  password_compromised: ColumnType<boolean, boolean | undefined, boolean>;
  public_metadata: Json;
  private_metadata: Json;
  unsafe_metadata: Json;
  banned: ColumnType<boolean, boolean | undefined, boolean>;
  locked: ColumnType<boolean, boolean | undefined, boolean>;
  lockout_expires_at: Date | null;
  sealed_totp_secret: Buffer | null;
  totp_verified_at: Date | null;
  totp_last_step: number | null;
  sealed_backup_code_key: Buffer | null;
  mfa_enabled_at: Date | null;
  mfa_disabled_at: Date | null;
  bypass_client_trust: ColumnType<boolean, boolean | undefined, boolean>;
  delete_self_enabled: ColumnType<boolean, boolean | undefined, boolean>;
  create_organization_enabled: ColumnType<boolean, boolean | undefined, boolean>;
  create_organizations_limit: number | null;
  locale: string | null;
  timezone: string | null;
  legal_accepted_at: Date | null;
  image_id: string | null;
  last_sign_in_at: Date | null;
  last_active_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    users: UsersTable;
  }
}

export interface UserRow extends Selectable<UsersTable> {
  email_addresses: EmailAddressJson[];
  external_accounts: ExternalAccountJson[];
  phone_numbers: PhoneNumberJson[];
  has_backup_codes: boolean;
}

const hasBackupCodes = sql<boolean>`exists (
  select from backup_codes b where b.instance_id = users.instance_id and b.user_id = users.id
)`.as('has_backup_codes');

/** A row of `usersOf` as the entity. */
export function toUser(row: UserRow): User {
  return {
    instanceId: row.instance_id,
    id: row.id,
    externalId: row.external_id,
    username: row.username,
    firstName: row.first_name,
    lastName: row.last_name,
    primaryEmailAddressId: row.primary_email_address_id,
    emailAddresses: toEmailAddresses(row, row.email_addresses),
    externalAccounts: row.external_accounts.map(toExternalAccount),
    primaryPhoneNumberId: row.primary_phone_number_id,
    phoneNumbers: toPhoneNumbers(row, row.phone_numbers),
    passwordHash: row.password_hash,
    passwordDigest:
      row.password_digest === null || row.password_hasher === null
        ? null
        : { digest: row.password_digest, hasher: row.password_hasher },
    passwordUpdatedAt: row.password_updated_at,
    passwordCompromised: row.password_compromised,
    publicMetadata: row.public_metadata,
    privateMetadata: row.private_metadata,
    unsafeMetadata: row.unsafe_metadata,
    banned: row.banned,
    locked: row.locked,
    lockoutExpiresAt: row.lockout_expires_at,
    totpEnabled: row.totp_verified_at !== null,
    backupCodeEnabled: row.has_backup_codes,
    mfaEnabledAt: row.mfa_enabled_at,
    mfaDisabledAt: row.mfa_disabled_at,
    bypassClientTrust: row.bypass_client_trust,
    deleteSelfEnabled: row.delete_self_enabled,
    createOrganizationEnabled: row.create_organization_enabled,
    createOrganizationsLimit: row.create_organizations_limit,
    locale: row.locale,
    timezone: row.timezone,
    legalAcceptedAt: row.legal_accepted_at,
    imageId: row.image_id,
    lastSignInAt: row.last_sign_in_at,
    lastActiveAt: row.last_active_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Every user of the instance with all that belongs to them, to be narrowed down. */
export const usersOf = (queries: Queries, instanceId: string) =>
  queries
    .selectFrom('users')
    .selectAll('users')
    .select([emailAddressesOfUser, phoneNumbersOfUser, hasBackupCodes])
    .select(externalAccountsOfUser)
    .where('users.instance_id', '=', instanceId);

/** The user with its addresses, in one statement; null for an unknown id or another instance's. */
export async function findUser(queries: Queries, instanceId: string, userId: string): Promise<User | null> {
  const row = await usersOf(queries, instanceId).where('users.id', '=', userId).executeTakeFirst();
  return row ? toUser(row) : null;
}

/** As findUser, and keeps the row from changing until the transaction ends. */
export async function findUserForUpdate(
  queries: Queries,
  instanceId: string,
  userId: string,
): Promise<User | null> {
  const locked = await lockUserRow(queries, instanceId, userId);
  // In a statement of its own: one that had to wait for the row would see addresses and accounts as they were before.
  return locked ? findUser(queries, instanceId, userId) : null;
}

const lockUserRow = (queries: Queries, instanceId: string, userId: string) =>
  queries
    .selectFrom('users')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();

/** The user who proved to own this address (in lower case). */
export const findUserByVerifiedAddress = (queries: Queries, instanceId: string, emailAddress: string) =>
  findUserByIdentifier(queries, instanceId, {
    table: 'email_addresses',
    value: emailAddress,
    orReserved: false,
  });

/** The user who can sign in with this address (in lower case): who proved it, or for whom it is reserved. */
export const findUserByAddress = (queries: Queries, instanceId: string, emailAddress: string) =>
  findUserByIdentifier(queries, instanceId, {
    table: 'email_addresses',
    value: emailAddress,
    orReserved: true,
  });

/** The user who can sign in with this number (E.164): who proved it, or for whom it is reserved. */
export const findUserByPhoneNumber = (queries: Queries, instanceId: string, phoneNumber: string) =>
  findUserByIdentifier(queries, instanceId, { table: 'phone_numbers', value: phoneNumber, orReserved: true });

async function findUserByIdentifier(
  queries: Queries,
  instanceId: string,
  { table, value, orReserved }: { table: keyof typeof VALUE_COLUMN; value: string; orReserved: boolean },
): Promise<User | null> {
  const owner = sql<string>`(select i.user_id from ${sql.table(table)} i
    where i.instance_id = ${instanceId} and ${sql.ref(`i.${VALUE_COLUMN[table]}`)} = ${value}
      and (i.verified or (i.reserved and ${orReserved})))`;
  const row = await usersOf(queries, instanceId).where('users.id', '=', owner).executeTakeFirst();
  return row ? toUser(row) : null;
}

const VALUE_COLUMN = { email_addresses: 'email_address', phone_numbers: 'phone_number' } as const;

/** The user of this name, in any case. */
export async function findUserByUsername(
  queries: Queries,
  instanceId: string,
  username: string,
): Promise<User | null> {
  const row = await usersOf(queries, instanceId)
    .where(sql<boolean>`lower(users.username) = ${username.toLowerCase()}`)
    .executeTakeFirst();
  return row ? toUser(row) : null;
}

/** Users by id, the ones after `after` ('' for the first page): for walking through all of them. */
export async function listUsersAfter(
  queries: Queries,
  instanceId: string,
  { after, limit }: { after: string; limit: number },
): Promise<User[]> {
  const page = usersOf(queries, instanceId).where('users.id', '>', after).orderBy('users.id').limit(limit);
  return (await page.execute()).map(toUser);
}
