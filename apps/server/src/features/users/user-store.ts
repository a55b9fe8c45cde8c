import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import {
  type ExternalAccountJson,
  externalAccountsOfUser,
  toExternalAccount,
} from '../external-accounts/index.ts';
import { type EmailAddressJson, emailAddressesOfUser, toEmailAddresses } from './email-addresses-of-user.ts';
import type { PasswordHasherName } from './passwords/password-digest.ts';
import {
  type PhoneNumberJson,
  phoneNumbersOfUser,
  toPhoneNumbers,
} from './phone-numbers/phone-numbers-of-user.ts';
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

interface UserRow extends Selectable<UsersTable> {
  email_addresses: EmailAddressJson[];
  external_accounts: ExternalAccountJson[];
  phone_numbers: PhoneNumberJson[];
  has_backup_codes: boolean;
}

const hasBackupCodes = sql<boolean>`exists (
  select from backup_codes b where b.instance_id = users.instance_id and b.user_id = users.id
)`.as('has_backup_codes');

function toUser(row: UserRow): User {
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

const usersOf = (queries: Queries, instanceId: string) =>
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
  const row = await usersOf(queries, instanceId)
    .where('users.id', '=', userId)
    .forUpdate('users')
    .executeTakeFirst();
  return row ? toUser(row) : null;
}

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

/** Which users a list or a count covers. Values inside one filter are alternatives; filters are joined by *and*. */
export interface UserFilter {
  readonly userIds?: readonly string[];
  readonly emailAddresses?: readonly string[];
  readonly usernames?: readonly string[];
  readonly externalIds?: readonly string[];
  readonly banned?: boolean;
  /** Part of a name, username, address or id, in any case. */
  readonly query?: string;
  /** Parts, in any case, of one thing alone. */
  readonly emailAddressQuery?: string;
  readonly usernameQuery?: string;
  readonly nameQuery?: string;
  /** Later than the first and earlier than the second instant; either may be missing. */
  readonly createdBetween?: InstantRange;
  readonly lastSignInBetween?: InstantRange;
  readonly lastActiveBetween?: InstantRange;
}

type InstantRange = readonly [after: Date | null, before: Date | null];

export const USER_ORDERS = [
  'created_at',
  'updated_at',
  'last_sign_in_at',
  'last_active_at',
  'first_name',
  'last_name',
  'username',
  'email_address',
] as const;

export interface UserPage {
  readonly orderBy: (typeof USER_ORDERS)[number];
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** In a `like` pattern, what the user typed stands for itself. */
const partialMatch = (text: string): string => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

type Condition = ReturnType<typeof sql<boolean>>;

const hasAddress = (condition: Condition) => sql<boolean>`exists (
  select from email_addresses e
  where e.instance_id = users.instance_id and e.user_id = users.id and ${condition})`;
const fullNameLike = (pattern: string) =>
  sql<boolean>`concat_ws(' ', users.first_name, users.last_name) ilike ${pattern}`;

function exactConditions(filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  const { userIds, emailAddresses, usernames, externalIds, banned } = filter;
  const lowered = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());
  if (userIds) conditions.push(sql`users.id = any(${userIds})`);
  if (externalIds) conditions.push(sql`users.external_id = any(${externalIds})`);
  if (usernames) conditions.push(sql`lower(users.username) = any(${lowered(usernames)})`);
  if (emailAddresses) conditions.push(hasAddress(sql`e.email_address = any(${lowered(emailAddresses)})`));
  if (banned !== undefined) conditions.push(sql`users.banned = ${banned}`);
  return conditions;
}

function partialConditions(filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  const { query, emailAddressQuery, usernameQuery, nameQuery } = filter;
  if (query) {
    const pattern = partialMatch(query);
    conditions.push(sql`(users.id ilike ${pattern} or users.username ilike ${pattern}
      or users.external_id ilike ${pattern} or ${fullNameLike(pattern)}
      or ${hasAddress(sql`e.email_address ilike ${pattern}`)})`);
  }
  if (emailAddressQuery)
    conditions.push(hasAddress(sql`e.email_address ilike ${partialMatch(emailAddressQuery)}`));
  if (usernameQuery) conditions.push(sql`users.username ilike ${partialMatch(usernameQuery)}`);
  if (nameQuery) conditions.push(fullNameLike(partialMatch(nameQuery)));
  return conditions;
}

function rangeConditions(filter: UserFilter): Condition[] {
  const ranges = {
    created_at: filter.createdBetween,
    last_sign_in_at: filter.lastSignInBetween,
    last_active_at: filter.lastActiveBetween,
  };
  return Object.entries(ranges).flatMap(([column, [after, before] = [null, null]]) => [
    ...(after ? [sql<boolean>`${sql.ref(`users.${column}`)} > ${after}`] : []),
    ...(before ? [sql<boolean>`${sql.ref(`users.${column}`)} < ${before}`] : []),
  ]);
}

function filterCondition(filter: UserFilter): Condition {
  const conditions = [...exactConditions(filter), ...partialConditions(filter), ...rangeConditions(filter)];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

export async function listUsers(
  queries: Queries,
  instanceId: string,
  filter: UserFilter,
  page: UserPage,
): Promise<User[]> {
  const column =
    page.orderBy === 'email_address'
      ? sql`(select e.email_address from email_addresses e
             where e.instance_id = users.instance_id and e.id = users.primary_email_address_id)`
      : sql.ref(`users.${page.orderBy}`);
  const rows = await usersOf(queries, instanceId)
    .where(filterCondition(filter))
    .orderBy(column, (order) => (page.descending ? order.desc() : order.asc()).nullsLast())
    .orderBy('users.id', page.descending ? 'desc' : 'asc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map(toUser);
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

export async function countUsers(queries: Queries, instanceId: string, filter: UserFilter): Promise<number> {
  const { total } = await queries
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('users.instance_id', '=', instanceId)
    .where(filterCondition(filter))
    .executeTakeFirstOrThrow();
  return Number(total);
}
