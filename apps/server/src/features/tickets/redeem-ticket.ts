import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { TicketGrant } from './ticket.ts';
import { updateTicketAccepted } from './ticket-store.ts';

type GrantOf<Purpose> = Extract<TicketGrant, { purpose: Purpose }>;

/**
 * Uses a ticket up, in the transaction of what it grants: when that fails the ticket is still good.
 * @throws Refusal ticket_invalid for an unknown, used, revoked or expired one: the same answer for all.
 */
export async function redeemTicket<Purpose extends TicketGrant['purpose']>(
  queries: Queries,
  use: { instanceId: string; purpose: Purpose; secret: string; now: Date },
): Promise<GrantOf<Purpose>> {
  const { instanceId, purpose, secret, now } = use;
  const ticket = await updateTicketAccepted(queries, {
    instanceId,
    purpose,
    secretHash: hashSecret(secret),
    now,
  });
  if (ticket?.grant.purpose !== purpose) throw new Refusal('ticket_invalid', { param_name: 'ticket' });
  return ticket.grant as GrantOf<Purpose>;
}
