import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { User } from './user.ts';
import { toUser, usersOf } from './user-store.ts';

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

export async function countUsers(queries: Queries, instanceId: string, filter: UserFilter): Promise<number> {
  const { total } = await queries
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('users.instance_id', '=', instanceId)
    .where(filterCondition(filter))
    .executeTakeFirstOrThrow();
  return Number(total);
}
