import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type AccountHolder, hasOwnWayIn } from '../accounts/index.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { deleteExternalAccountRow, deleteSealedTokens } from '../external-accounts/index.ts';
import { listSocialSettings } from '../social-connections/index.ts';
import { findUserForUpdate } from '../users/index.ts';

interface AccountOfUser {
  readonly instanceId: string;
  readonly userId: string;
  readonly id: string;
  readonly actor: Actor;
}

/** Cuts a user's account at a provider off; sessions stay. Throws Refusal resource_not_found. */
export function removeExternalAccount(dependencies: Dependencies, input: AccountOfUser): Promise<void> {
  return changeAccount(dependencies, input, deleteExternalAccountRow);
}

/**
 * As removeExternalAccount, asked for by the user, who keeps a way to sign in.
 * @throws Refusal resource_not_found, last_sign_in_method_required
 */
export async function removeOwnAccount(
  dependencies: Dependencies,
  { holder, id }: { readonly holder: AccountHolder; readonly id: string },
): Promise<void> {
  const { instance, userId } = holder;
  const instanceId = instance.id;
  const offered = await listSocialSettings(dependencies, instanceId);
  const requireOtherWay = async (queries: Queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    const removed = user?.externalAccounts.find((account) => account.id === id);
    if (!user || !removed) throw new Refusal('resource_not_found', { param_name: 'external_account_id' });
    const hasOther = user.externalAccounts.some(
      (account) => account !== removed && account.verified && account.provider in offered,
    );
    if (removed.verified && !hasOther && !hasOwnWayIn(user, instance.settings))
      throw new Refusal('last_sign_in_method_required');
  };
  const key = { instanceId, userId, id, actor: { type: 'user' as const, id: userId } };
  return changeAccount(dependencies, key, async (queries, account) => {
    await requireOtherWay(queries);
    return deleteExternalAccountRow(queries, account);
  });
}

/** Forgets the provider's tokens; the account still signs the user in. Throws Refusal resource_not_found. */
export function forgetProviderTokens(dependencies: Dependencies, input: AccountOfUser): Promise<void> {
  return changeAccount(dependencies, input, deleteSealedTokens);
}

async function changeAccount(
  { database }: Dependencies,
  { actor, ...key }: AccountOfUser,
  change: typeof deleteExternalAccountRow,
): Promise<void> {
  await database.transaction(async (queries) => {
    if (!(await change(queries, key)))
      throw new Refusal('resource_not_found', { param_name: 'external_account_id' });
    const data = { id: key.userId };
    await recordEvent(queries, key.instanceId, { type: 'user.updated', actor, data });
  });
}
