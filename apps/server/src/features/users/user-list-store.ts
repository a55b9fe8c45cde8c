import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { User } from './user.ts';
import { toUser, usersOf } from './user-store.ts';

/** Values to be among, and values not to be; without the first every other one counts. */
export interface SignedValues {
  readonly included: readonly string[];
  readonly excluded: readonly string[];
}

/** Which users a list or a count covers. Values inside one filter are alternatives; filters are joined by *and*. */
export interface UserFilter {
  readonly userIds?: SignedValues;
  readonly emailAddresses?: readonly string[];
  readonly phoneNumbers?: readonly string[];
  readonly usernames?: readonly string[];
  readonly externalIds?: SignedValues;
  /** Members of these organizations. */
  readonly organizationIds?: SignedValues;
  /** With a confirmed account of one of these people at a provider (`oauth_google`). */
  readonly provider?: { readonly name: string; readonly userIds: readonly string[] };
  readonly banned?: boolean;
  /** Part of a name, username, address or id, in any case. */
  readonly query?: string;
  /** Parts, in any case, of one thing alone. */
  readonly emailAddressQuery?: string;
  readonly phoneNumberQuery?: string;
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
  'phone_number',
] as const;

export interface UserPage {
  readonly orderBy: (typeof USER_ORDERS)[number];
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
  /** The last user of the page before, in the order of creation; an unknown one is followed by nobody. */
  readonly startingAfter?: string;
}

/** In a `like` pattern, what the user typed stands for itself. */
const partialMatch = (text: string): string => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

type Condition = ReturnType<typeof sql<boolean>>;

const hasAddress = (condition: Condition) => sql<boolean>`exists (
  select from email_addresses e
  where e.instance_id = users.instance_id and e.user_id = users.id and ${condition})`;
const hasNumber = (condition: Condition) => sql<boolean>`exists (
  select from phone_numbers p
  where p.instance_id = users.instance_id and p.user_id = users.id and ${condition})`;
const isMemberOf = (ids: readonly string[]) => sql<boolean>`exists (
  select from organization_memberships m
  where m.instance_id = users.instance_id and m.user_id = users.id and m.organization_id = any(${ids}))`;
const hasAccount = ({ name, userIds }: NonNullable<UserFilter['provider']>) => sql<boolean>`exists (
  select from external_accounts a
  where a.instance_id = users.instance_id and a.user_id = users.id and a.verified
    and a.provider = ${name} and a.provider_user_id = any(${userIds}))`;

/** `isOneOf` of the included values, unless only others were named, and not of the excluded ones. */
function signedConditions(
  { included, excluded }: SignedValues,
  isOneOf: (values: readonly string[]) => Condition,
): Condition[] {
  return [
    ...(included.length > 0 || excluded.length === 0 ? [isOneOf(included)] : []),
    ...(excluded.length > 0 ? [sql<boolean>`(${isOneOf(excluded)}) is not true`] : []),
  ];
}

const fullNameLike = (pattern: string) =>
  sql<boolean>`concat_ws(' ', users.first_name, users.last_name) ilike ${pattern}`;

function exactConditions(filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  const { userIds, emailAddresses, phoneNumbers, usernames, externalIds, organizationIds, provider, banned } =
    filter;
  const lowered = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());
  if (userIds) conditions.push(...signedConditions(userIds, (ids) => sql`users.id = any(${ids})`));
  if (externalIds)
    conditions.push(...signedConditions(externalIds, (ids) => sql`users.external_id = any(${ids})`));
  if (organizationIds) conditions.push(...signedConditions(organizationIds, isMemberOf));
  if (phoneNumbers) conditions.push(hasNumber(sql`p.phone_number = any(${phoneNumbers})`));
  if (provider) conditions.push(hasAccount(provider));
  if (usernames) conditions.push(sql`lower(users.username) = any(${lowered(usernames)})`);
  if (emailAddresses) conditions.push(hasAddress(sql`e.email_address = any(${lowered(emailAddresses)})`));
  if (banned !== undefined) conditions.push(sql`users.banned = ${banned}`);
  return conditions;
}

function partialConditions(filter: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  const { query, emailAddressQuery, phoneNumberQuery, usernameQuery, nameQuery } = filter;
  if (query) {
    const pattern = partialMatch(query);
    conditions.push(sql`(users.id ilike ${pattern} or users.username ilike ${pattern}
      or users.external_id ilike ${pattern} or ${fullNameLike(pattern)}
      or ${hasAddress(sql`e.email_address ilike ${pattern}`)}
      or ${hasNumber(sql`p.phone_number ilike ${pattern}`)})`);
  }
  if (emailAddressQuery)
    conditions.push(hasAddress(sql`e.email_address ilike ${partialMatch(emailAddressQuery)}`));
  if (phoneNumberQuery)
    conditions.push(hasNumber(sql`p.phone_number ilike ${partialMatch(phoneNumberQuery)}`));
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

const ORDER_COLUMN: Partial<Record<UserPage['orderBy'], ReturnType<typeof sql>>> = {
  email_address: sql`(select e.email_address from email_addresses e
    where e.instance_id = users.instance_id and e.id = users.primary_email_address_id)`,
  phone_number: sql`(select p.phone_number from phone_numbers p
    where p.instance_id = users.instance_id and p.id = users.primary_phone_number_id)`,
};

/** Behind the user of the cursor, in the order of creation. */
function afterCursor({ startingAfter, descending }: UserPage): Condition {
  if (startingAfter === undefined) return sql`true`;
  return sql`(users.created_at, users.id) ${descending ? sql`<` : sql`>`} (
    select c.created_at, c.id from users c where c.instance_id = users.instance_id and c.id = ${startingAfter})`;
}

export async function listUsers(
  queries: Queries,
  instanceId: string,
  filter: UserFilter,
  page: UserPage,
): Promise<User[]> {
  const column = ORDER_COLUMN[page.orderBy] ?? sql.ref(`users.${page.orderBy}`);
  const rows = await usersOf(queries, instanceId)
    .where(filterCondition(filter))
    .where(afterCursor(page))
    .orderBy(column, (order) => (page.descending ? order.desc() : order.asc()).nullsLast())
    .orderBy('users.id', page.descending ? 'desc' : 'asc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map(toUser);
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
