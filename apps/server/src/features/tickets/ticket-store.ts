import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { JsonObject } from '../users/index.ts';
import type { Actor, Ticket, TicketGrant } from './ticket.ts';

export interface TicketsTable {
  instance_id: string;
  id: string;
  purpose: 'sign_in' | 'sign_up';
  user_id: string | null;
  email_address: string | null;
  public_metadata: ColumnType<JsonObject, string | undefined, string>;
  secret_hash: Buffer;
  invitation_id: string | null;
  actor: ColumnType<Actor | null, string | null | undefined, never>;
  session_max_seconds: Generated<number | null>;
  status: 'pending' | 'accepted' | 'revoked';
  expire_at: Date;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    tickets: TicketsTable;
  }
}

function grantOf(row: Selectable<TicketsTable>): TicketGrant {
  const { actor, user_id: userId, session_max_seconds: sessionMaxSeconds } = row;
  if (userId !== null)
    return {
      purpose: 'sign_in',
      userId,
      ...(actor !== null && sessionMaxSeconds !== null && { impersonation: { actor, sessionMaxSeconds } }),
    };
  if (row.email_address !== null)
    return { purpose: 'sign_up', emailAddress: row.email_address, publicMetadata: row.public_metadata };
  throw new Error(`ticket ${row.id} grants nothing`);
}

const toTicket = (row: Selectable<TicketsTable>): Ticket => ({
  instanceId: row.instance_id,
  id: row.id,
  grant: grantOf(row),
  status: row.status,
  invitationId: row.invitation_id,
  expireAt: row.expire_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export async function insertTicket(queries: Queries, ticket: Ticket, secretHash: Buffer): Promise<void> {
  const { grant } = ticket;
  const impersonation = grant.purpose === 'sign_in' ? grant.impersonation : undefined;
  await queries
    .insertInto('tickets')
    .values({
      instance_id: ticket.instanceId,
      id: ticket.id,
      purpose: grant.purpose,
      user_id: grant.purpose === 'sign_in' ? grant.userId : null,
      email_address: grant.purpose === 'sign_up' ? grant.emailAddress : null,
      public_metadata: grant.purpose === 'sign_up' ? JSON.stringify(grant.publicMetadata) : '{}',
      secret_hash: secretHash,
      invitation_id: ticket.invitationId,
      actor: impersonation ? JSON.stringify(impersonation.actor) : null,
      session_max_seconds: impersonation?.sessionMaxSeconds ?? null,
      status: ticket.status,
      expire_at: ticket.expireAt,
      created_at: ticket.createdAt,
      updated_at: ticket.updatedAt,
    })
    .execute();
}

/** A ticket that can still be used. */
export async function findPendingTicket(
  queries: Queries,
  use: { instanceId: string; secretHash: Buffer; now: Date },
): Promise<Ticket | null> {
  const row = await queries
    .selectFrom('tickets')
    .selectAll()
    .where('instance_id', '=', use.instanceId)
    .where('secret_hash', '=', use.secretHash)
    .where('status', '=', 'pending')
    .where('expire_at', '>', use.now)
    .executeTakeFirst();
  return row ? toTicket(row) : null;
}

/** Accepts a pending ticket: one conditional statement, so that of parallel uses exactly one succeeds. */
export async function updateTicketAccepted(
  queries: Queries,
  use: { instanceId: string; id: string; now: Date },
): Promise<Ticket | null> {
  const row = await queries
    .updateTable('tickets')
    .set({ status: 'accepted', updated_at: use.now })
    .where('instance_id', '=', use.instanceId)
    .where('id', '=', use.id)
    .where('status', '=', 'pending')
    .where('expire_at', '>', use.now)
    .returningAll()
    .executeTakeFirst();
  return row ? toTicket(row) : null;
}

/** Revokes the pending tickets of an invitation. */
export async function updateTicketsOfInvitationRevoked(
  queries: Queries,
  { instanceId, invitationId, now }: { instanceId: string; invitationId: string; now: Date },
): Promise<void> {
  await queries
    .updateTable('tickets')
    .set({ status: 'revoked', updated_at: now })
    .where('instance_id', '=', instanceId)
    .where('invitation_id', '=', invitationId)
    .where('status', '=', 'pending')
    .execute();
}

/** Revokes a pending sign-in ticket of this kind; null when it is not pending (any more), or unknown. */
export async function updateTicketRevoked(
  queries: Queries,
  { instanceId, id, isActorToken, now }: { instanceId: string; id: string; isActorToken: boolean; now: Date },
): Promise<Ticket | null> {
  const row = await queries
    .updateTable('tickets')
    .set({ status: 'revoked', updated_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where('purpose', '=', 'sign_in')
    .where('actor', isActorToken ? 'is not' : 'is', null)
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirst();
  return row ? toTicket(row) : null;
}

export async function findTicket(queries: Queries, instanceId: string, id: string): Promise<Ticket | null> {
  const row = await queries
    .selectFrom('tickets')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toTicket(row) : null;
}

export async function deleteTicketsExpiredBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('tickets').where('expire_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
