import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordEvent } from '../events/index.ts';
import { deleteExternalAccountRow, findVerifiedExternalAccount } from '../external-accounts/index.ts';
import { keepExternalAccountIn } from '../oauth-attempts/index.ts';
import { listActiveSessionsOfClient } from '../sessions/index.ts';
import { findUserForUpdate } from '../users/index.ts';
import type { Settled, ToSettle } from './settlement.ts';

/**
 * Confirms the account that a signed-in user began to connect, or to authorize anew.
 * @throws Refusal authentication_invalid when the user is not signed in any more, resource_not_found when the
 * account was removed meanwhile, external_account_exists when it is another user's or another person's
 */
export async function settleConnectionIn(
  queries: Queries,
  dependencies: Dependencies,
  { browser, attempt, answer }: ToSettle,
): Promise<Settled> {
  const { instanceId, userId, externalAccountId, strategy: provider } = attempt;
  const now = dependencies.clock.now();
  const sessions = await listActiveSessionsOfClient(queries, instanceId, browser.client.id, now);
  if (!sessions.some((session) => session.userId === userId)) throw new Refusal('authentication_invalid');
  const user = await findUserForUpdate(queries, instanceId, userId ?? '');
  const begun = user?.externalAccounts.find(({ id }) => id === externalAccountId);
  if (!user || !begun) throw new Refusal('resource_not_found');
  const { providerUserId } = answer.profile;
  const known = await findVerifiedExternalAccount(queries, { instanceId, provider, providerUserId });
  const isAnotherPerson = begun.verified && begun.providerUserId !== providerUserId;
  if (isAnotherPerson || (known && known.userId !== user.id)) throw new Refusal('external_account_exists');
  // Connected twice: the account that there is stays, with its id.
  if (known && known.id !== begun.id)
    await deleteExternalAccountRow(queries, { instanceId, userId: user.id, id: begun.id });
  await keepExternalAccountIn(queries, dependencies, { user, attempt, answer, existing: known ?? begun });
  const actor = { type: 'user' as const, id: user.id };
  await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: user.id } });
  return { status: 'verified', error: null, issued: null };
}
