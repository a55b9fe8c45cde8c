import { type ColumnType, type Selectable, type SqlBool, sql } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import type { JsonObject } from '../../users/index.ts';
import type { Invitation } from './invitation.ts';

export interface InvitationsTable {
  instance_id: string;
  id: string;
  email_address: string;
  public_metadata: ColumnType<JsonObject, string, string>;
  status: Invitation['status'];
  redirect_url: string | null;
  ignores_existing: boolean;
  expire_at: Date;
  created_at: Date;
  updated_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    invitations: InvitationsTable;
  }
}

const toInvitation = (row: Selectable<InvitationsTable>): Invitation => ({
  instanceId: row.instance_id,
  id: row.id,
  emailAddress: row.email_address,
  publicMetadata: row.public_metadata,
  status: row.status,
  redirectUrl: row.redirect_url,
  ignoresExisting: row.ignores_existing,
  expireAt: row.expire_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Stores an invitation; false when the address has a pending one already (and this one minds). */
export async function insertInvitation(queries: Queries, invitation: Invitation): Promise<boolean> {
  const result = await queries
    .insertInto('invitations')
    .values({
      instance_id: invitation.instanceId,
      id: invitation.id,
      email_address: invitation.emailAddress,
      public_metadata: JSON.stringify(invitation.publicMetadata),
      status: invitation.status,
      redirect_url: invitation.redirectUrl,
      ignores_existing: invitation.ignoresExisting,
      expire_at: invitation.expireAt,
      created_at: invitation.createdAt,
      updated_at: invitation.updatedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Notes that the pending invitations of an address are past their time, so that they stand in nobody's way. */
export async function updateInvitationsExpired(
  queries: Queries,
  { instanceId, emailAddress, now }: { instanceId: string; emailAddress: string; now: Date },
): Promise<void> {
  await queries
    .updateTable('invitations')
    .set({ status: 'expired' })
    .where('instance_id', '=', instanceId)
    .where('email_address', '=', emailAddress)
    .where('status', '=', 'pending')
    .where('expire_at', '<=', now)
    .execute();
}

/** Whether the address has a pending invitation, of either kind. */
export async function isInvited(
  queries: Queries,
  instanceId: string,
  emailAddress: string,
): Promise<boolean> {
  const row = await queries
    .selectFrom('invitations')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('email_address', '=', emailAddress)
    .where('status', '=', 'pending')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findInvitation(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<Invitation | null> {
  const row = await queries
    .selectFrom('invitations')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toInvitation(row) : null;
}

export async function updateInvitationAccepted(
  queries: Queries,
  { instanceId, id, now }: { instanceId: string; id: string; now: Date },
): Promise<void> {
  await queries
    .updateTable('invitations')
    .set({ status: 'accepted', updated_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
}

/** Revokes a pending invitation; null when it is not pending (any more), or unknown. */
export async function updateInvitationRevoked(
  queries: Queries,
  { instanceId, id, now }: { instanceId: string; id: string; now: Date },
): Promise<Invitation | null> {
  const row = await queries
    .updateTable('invitations')
    .set({ status: 'revoked', updated_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where('status', 'in', ['pending', 'expired'])
    .returningAll()
    .executeTakeFirst();
  return row ? toInvitation(row) : null;
}

export async function deleteInvitationRow(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('invitations')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}

export const INVITATION_ORDERS = ['created_at', 'email_address', 'expires_at'] as const;

export interface InvitationFilter {
  readonly status?: Invitation['status'] | undefined;
  /** Part of the address, or the whole id. */
  readonly query?: string | undefined;
}

/** What an invitation is at `now`, as `invitationStatus` has it. */
const statusAt = (now: Date) =>
  sql<string>`case when status = 'pending' and expire_at <= ${now}::timestamptz then 'expired' else status end`;

function conditions({ status, query }: InvitationFilter, now: Date) {
  const pattern = `%${(query ?? '').replace(/[\\%_]/g, (special) => `\\${special}`)}%`;
  return [
    status === undefined ? sql<SqlBool>`status <> 'revoked'` : sql<SqlBool>`${statusAt(now)} = ${status}`,
    query ? sql<SqlBool>`(email_address ilike ${pattern} or id = ${query})` : sql<SqlBool>`true`,
  ] as const;
}

/** A page of invitations and how many there are in all. */
export async function listInvitations(
  queries: Queries,
  list: {
    readonly instanceId: string;
    readonly filter: InvitationFilter;
    readonly orderBy: (typeof INVITATION_ORDERS)[number];
    readonly descending: boolean;
    readonly limit: number;
    readonly offset: number;
    readonly now: Date;
  },
): Promise<{ invitations: Invitation[]; total: number }> {
  const [status, query] = conditions(list.filter, list.now);
  const found = queries
    .selectFrom('invitations')
    .where('instance_id', '=', list.instanceId)
    .where(status)
    .where(query);
  const direction = list.descending ? 'desc' : 'asc';
  const column = list.orderBy === 'expires_at' ? 'expire_at' : list.orderBy;
  const rows = await found
    .selectAll()
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(list.limit)
    .offset(list.offset)
    .execute();
  const { total } = await found
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { invitations: rows.map(toInvitation), total: Number(total) };
}
