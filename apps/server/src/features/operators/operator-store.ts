import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Operator, OperatorRole, RoleGrant } from './operator.ts';

export interface OperatorRolesTable {
  instance_id: string;
  user_id: string;
  application_id: string | null;
  role: OperatorRole;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    operator_roles: OperatorRolesTable;
  }
}

/**
 * The operator of an active session, by one statement: user, address, roles and the session's state are read
 * together, so that a revoked session and a withdrawn role stop at once. `now` null: the database's time.
 */
export async function findOperatorBySession(
  queries: Queries,
  instanceId: string,
  session: { readonly sessionId: string; readonly userId: string; readonly now: Date | null },
): Promise<Operator | null> {
  const now = sql`coalesce(${session.now}::timestamptz, now())`;
  const row = await queries
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.instance_id', '=', 'sessions.instance_id').onRef('users.id', '=', 'sessions.user_id'),
    )
    .leftJoin('email_addresses', (join) =>
      join
        .onRef('email_addresses.instance_id', '=', 'users.instance_id')
        .onRef('email_addresses.id', '=', 'users.primary_email_address_id'),
    )
    .select(['users.id', 'users.username', 'email_addresses.email_address'])
    .select([
      sql<string>`concat_ws(' ', users.first_name, users.last_name)`.as('name'),
      sql<boolean>`coalesce(users.password_hash, users.password_digest) is not null`.as('has_password'),
      sql<RoleGrant[]>`(select coalesce(jsonb_agg(jsonb_build_object(
          'applicationId', r.application_id, 'role', r.role) order by r.created_at), '[]'::jsonb)
        from operator_roles r
        where r.instance_id = users.instance_id and r.user_id = users.id)`.as('roles'),
    ])
    .where('sessions.instance_id', '=', instanceId)
    .where('sessions.id', '=', session.sessionId)
    .where('users.id', '=', session.userId)
    .where('users.banned', '=', false)
    .where('sessions.status', '=', 'active')
    .where(sql<boolean>`sessions.expire_at > ${now} and (sessions.inactivity_seconds is null
      or sessions.last_active_at + sessions.inactivity_seconds * interval '1 second' > ${now})`)
    .executeTakeFirst();
  if (!row) return null;
  const { id, username, email_address: emailAddress, name, has_password: hasPassword, roles } = row;
  const shown = name || emailAddress || username || id;
  return { kind: 'operator', id, name: shown, emailAddress, hasPassword, roles };
}

/** Gives a user of the operators' instance a role; once only. */
export async function insertOperatorRole(
  queries: Queries,
  instanceId: string,
  role: { readonly userId: string; readonly createdAt: Date } & RoleGrant,
): Promise<void> {
  await queries
    .insertInto('operator_roles')
    .values({
      instance_id: instanceId,
      user_id: role.userId,
      application_id: role.applicationId,
      role: role.role,
      created_at: role.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The user who has owned the whole server for longest, or null. */
export async function findFirstOwnerId(queries: Queries, instanceId: string): Promise<string | null> {
  const row = await queries
    .selectFrom('operator_roles')
    .innerJoin('users', (join) =>
      join
        .onRef('users.instance_id', '=', 'operator_roles.instance_id')
        .onRef('users.id', '=', 'operator_roles.user_id'),
    )
    .select('users.id')
    .where('operator_roles.instance_id', '=', instanceId)
    .where('operator_roles.role', '=', 'owner')
    .where('operator_roles.application_id', 'is', null)
    .where('users.banned', '=', false)
    .orderBy('operator_roles.created_at')
    .orderBy('users.id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Whether any operator has signed in, or could with a password. */
export async function hasEnteredOperator(queries: Queries, instanceId: string): Promise<boolean> {
  const row = await queries
    .selectFrom('users')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where((user) =>
      user.or([user('last_sign_in_at', 'is not', null), user('password_hash', 'is not', null)]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
