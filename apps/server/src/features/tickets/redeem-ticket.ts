import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { updateInvitationAccepted } from './invitations/invitation-store.ts';
import type { Ticket } from './ticket.ts';
import { findPendingTicket, updateTicketAccepted } from './ticket-store.ts';

/**
 * The ticket that a browser shows; it is not used up by that.
 * @throws Refusal ticket_invalid for an unknown, used, revoked or expired one: the same answer for all.
 */
export async function findTicketBySecret(
  queries: Queries,
  { instanceId, secret, now }: { instanceId: string; secret: string; now: Date },
): Promise<Ticket> {
  const ticket = await findPendingTicket(queries, { instanceId, secretHash: hashSecret(secret), now });
  if (!ticket) throw new Refusal('ticket_invalid', { param_name: 'ticket' });
  return ticket;
}

/**
 * Uses a ticket up, and its invitation with it, in the transaction of what it grants: when that fails the
 * ticket is still good.
 * @throws Refusal ticket_invalid when it was used, revoked or has expired meanwhile
 */
export async function redeemTicketIn(
  queries: Queries,
  use: { instanceId: string; id: string; now: Date },
): Promise<Ticket> {
  const ticket = await updateTicketAccepted(queries, use);
  if (!ticket) throw new Refusal('ticket_invalid', { param_name: 'ticket' });
  const { instanceId, invitationId } = ticket;
  if (invitationId !== null)
    await updateInvitationAccepted(queries, { instanceId, id: invitationId, now: use.now });
  return ticket;
}
