import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { deleteExternalAccountRow, deleteSealedTokens } from '../external-accounts/index.ts';

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
