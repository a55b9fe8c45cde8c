import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Instance } from '../instances/index.ts';
import { findUser, type JsonObject, requireEmailAddress } from '../users/index.ts';
import {
  DEFAULT_TICKET_LIFETIME_SECONDS,
  MAX_TICKET_LIFETIME_SECONDS,
  type Ticket,
  type TicketGrant,
} from './ticket.ts';
import { insertTicket } from './ticket-store.ts';

/** For a user (sign-in) or for an address that is to become one (an invitation). */
export type TicketInput = {
  readonly instance: Pick<Instance, 'id'>;
  /** Thirty days unless told. */
  readonly expiresInSeconds?: number | undefined;
} & ({ readonly userId: string } | { readonly emailAddress: string; readonly publicMetadata?: JsonObject });

function grantOf(input: TicketInput): TicketGrant {
  if ('userId' in input) return { purpose: 'sign_in', userId: input.userId };
  const emailAddress = requireEmailAddress(input.emailAddress);
  return { purpose: 'sign_up', emailAddress, publicMetadata: input.publicMetadata ?? {} };
}

/**
 * Makes a ticket. `secret` is what goes into the link as `__clerk_ticket`; it is stored hashed and cannot
 * be shown again.
 * @throws Refusal resource_not_found for an unknown user, form_param_value_too_small/_large
 */
export async function createTicket(
  { clock, database, random }: Dependencies,
  input: TicketInput,
): Promise<{ ticket: Ticket; secret: string }> {
  const { expiresInSeconds = DEFAULT_TICKET_LIFETIME_SECONDS } = input;
  const instanceId = input.instance.id;
  const grant = grantOf(input);
  const paramName = 'expires_in_seconds';
  if (expiresInSeconds < 1)
    throw new Refusal('form_param_value_too_small', { param_name: paramName, min_value: 1 });
  if (expiresInSeconds > MAX_TICKET_LIFETIME_SECONDS) {
    const meta = { param_name: paramName, max_value: MAX_TICKET_LIFETIME_SECONDS };
    throw new Refusal('form_param_value_too_large', meta);
  }
  if (grant.purpose === 'sign_in' && !(await findUser(database.queries, instanceId, grant.userId)))
    throw new Refusal('resource_not_found');
  const now = clock.now();
  const secret = random.secret();
  const ticket: Ticket = {
    instanceId,
    id: random.id('sit'),
    grant,
    status: 'pending',
    invitationId: null,
    expireAt: new Date(now.getTime() + expiresInSeconds * 1000),
    createdAt: now,
    updatedAt: now,
  };
  await insertTicket(database.queries, ticket, hashSecret(secret));
  return { ticket, secret };
}
