import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { findTicketBySecret, redeemTicketIn, type Ticket } from '../tickets/index.ts';
import { findUser, findUserByVerifiedAddress, type User } from '../users/index.ts';
import { completeSignInIn, prepareSignInSession, requireMaySignIn } from './complete-sign-in.ts';
import { newSignIn } from './new-sign-in.ts';
import type { SignInBrowser, SignInStep } from './sign-in-browser.ts';
import { deleteUnfinishedSignIns, insertSignIn } from './sign-in-store.ts';

/**
 * Signs in whom a ticket names: the user of a sign-in token, or whoever has the address of an invitation
 * already. The app's own server vouches, or the mailbox does, so that no second factor is asked for.
 * @throws Refusal ticket_invalid, invitation_account_not_exists (the published screens then sign up),
 * identifier_already_signed_in, user_banned
 */
export async function signInByTicket(
  dependencies: Dependencies,
  { browser, secret }: { browser: SignInBrowser; secret: string },
): Promise<SignInStep> {
  const signIn = newSignIn(dependencies, browser);
  const { instanceId, clientId, createdAt: now } = signIn;
  return dependencies.database.transaction(async (queries) => {
    const ticket = await findTicketBySecret(queries, { instanceId, secret, now });
    const { id: userId } = requireMaySignIn(await holderOf(queries, ticket), now);
    await redeemTicketIn(queries, { instanceId, id: ticket.id, now });
    await deleteUnfinishedSignIns(queries, instanceId, clientId);
    await insertSignIn(queries, signIn);
    const impersonation = ticket.grant.purpose === 'sign_in' ? ticket.grant.impersonation : undefined;
    const who = { browser, userId, strategy: 'ticket', impersonation } as const;
    const prepared = prepareSignInSession(dependencies, who);
    return completeSignInIn(queries, signIn, prepared);
  });
}

async function holderOf(queries: Queries, { instanceId, grant }: Ticket): Promise<User> {
  if (grant.purpose === 'sign_in') {
    const user = await findUser(queries, instanceId, grant.userId);
    if (user) return user;
    throw new Refusal('ticket_invalid', { param_name: 'ticket' });
  }
  const user = await findUserByVerifiedAddress(queries, instanceId, grant.emailAddress);
  if (!user) throw new Refusal('invitation_account_not_exists');
  return user;
}
