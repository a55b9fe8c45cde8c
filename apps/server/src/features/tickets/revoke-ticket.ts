import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Ticket } from './ticket.ts';
import { findTicket, updateTicketRevoked } from './ticket-store.ts';

/**
 * Makes a pending sign-in token, or actor token, worthless.
 * @throws Refusal resource_not_found, also for one of the other kind; sign_in_token_cannot_be_revoked_code or
 *   actor_token_cannot_be_revoked_code when it is not pending
 */
export async function revokeTicket(
  { clock, database }: Dependencies,
  input: { instanceId: string; id: string; kind: 'sign_in_token' | 'actor_token' },
): Promise<Ticket> {
  const { instanceId, id, kind } = input;
  const isActorToken = kind === 'actor_token';
  const about = { instanceId, id, isActorToken, now: clock.now() };
  const revoked = await updateTicketRevoked(database.queries, about);
  if (revoked) return revoked;
  const ticket = await findTicket(database.queries, instanceId, id);
  if (ticket?.grant.purpose !== 'sign_in' || (ticket.grant.impersonation !== undefined) !== isActorToken)
    throw new Refusal('resource_not_found', { param_name: `${kind}_id` });
  throw new Refusal(`${kind}_cannot_be_revoked_code`, { status: ticket.status });
}
