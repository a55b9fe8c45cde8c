import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Ticket } from './ticket.ts';
import { findTicket, updateTicketRevoked } from './ticket-store.ts';

/**
 * Makes a pending sign-in token worthless.
 * @throws Refusal resource_not_found, sign_in_token_cannot_be_revoked_code when it is not pending
 */
export async function revokeTicket(
  { clock, database }: Dependencies,
  { instanceId, id }: { instanceId: string; id: string },
): Promise<Ticket> {
  const revoked = await updateTicketRevoked(database.queries, { instanceId, id, now: clock.now() });
  if (revoked) return revoked;
  const ticket = await findTicket(database.queries, instanceId, id);
  if (!ticket) throw new Refusal('resource_not_found', { param_name: 'sign_in_token_id' });
  throw new Refusal('sign_in_token_cannot_be_revoked_code', { status: ticket.status });
}
