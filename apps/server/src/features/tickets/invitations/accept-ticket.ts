import { queryNames } from '@bartleby/api-contract';
import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { accountUrls, allowedRedirectUrl, type Instance } from '../../instances/index.ts';
import { findUserByVerifiedAddress } from '../../users/index.ts';
import { findTicketBySecret } from '../redeem-ticket.ts';
import type { Ticket } from '../ticket.ts';
import { findInvitation } from './invitation-store.ts';

/** Where a ticket's holder goes on, and with what. */
export interface TicketDestination {
  /** `sign_in` for somebody with an account, `sign_up` for others, `complete` for whoever is signed in already. */
  readonly status: 'sign_in' | 'sign_up' | 'complete';
  readonly location: string;
}

/**
 * Sends the holder of a ticket to the page that uses it (frontend-api.md 5.8). Nothing is used up: a mail program
 * that looks at the link does no harm.
 * @param signedInUserIds users of the browser's active sessions
 * @throws Refusal ticket_invalid
 */
export async function acceptTicket(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  input: { instance: Instance; secret: string; signedInUserIds: readonly string[] },
): Promise<TicketDestination> {
  const { queries } = database;
  const { instance, secret, signedInUserIds } = input;
  const ticket = await findTicketBySecret(queries, { instanceId: instance.id, secret, now: clock.now() });
  const holderId = await holderIdOf(queries, ticket);
  const isSignedIn = instance.settings.singleSessionMode
    ? signedInUserIds.length > 0
    : holderId !== null && signedInUserIds.includes(holderId);
  const status = isSignedIn ? 'complete' : holderId === null ? 'sign_up' : 'sign_in';
  const location = new URL(await pageOf(queries, { instance, ticket, status }));
  location.searchParams.set(queryNames.ticket, secret);
  location.searchParams.set(queryNames.status, status);
  return { status, location: location.href };
}

async function holderIdOf(queries: Queries, { instanceId, grant }: Ticket): Promise<string | null> {
  if (grant.purpose === 'sign_in') return grant.userId;
  return (await findUserByVerifiedAddress(queries, instanceId, grant.emailAddress))?.id ?? null;
}

/** The invitation's page, if it is still allowed; else the Account Portal's. */
async function pageOf(
  queries: Queries,
  { instance, ticket, status }: { instance: Instance; ticket: Ticket; status: TicketDestination['status'] },
): Promise<string> {
  const invitation =
    ticket.invitationId && (await findInvitation(queries, ticket.instanceId, ticket.invitationId));
  const url =
    invitation && invitation.redirectUrl !== null
      ? allowedRedirectUrl(instance, invitation.redirectUrl)
      : null;
  if (url !== null) return url;
  const { home_url, sign_in_url, sign_up_url } = accountUrls(instance);
  return { complete: home_url, sign_in: sign_in_url, sign_up: sign_up_url }[status];
}
