import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Actor } from '../events/index.ts';
import { revokeSessionsOfUserIn } from '../sessions/index.ts';
import { deleteUserIn, getUser } from '../users/index.ts';
import type { AccountHolder } from './authenticate-account.ts';

/**
 * Deletes a user and revokes its sessions, in one transaction.
 * @throws Refusal resource_not_found
 */
export async function deleteAccount(
  { clock, database }: Dependencies,
  { instanceId, userId, actor }: { instanceId: string; userId: string; actor: Actor },
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (queries) => {
    await deleteUserIn(queries, { instanceId, userId, actor });
    await revokeSessionsOfUserIn(queries, { instanceId, userId, exceptSessionId: null, actor, now });
  });
}

/** The signed-in user deletes the own account. Throws Refusal authorization_invalid where that is not allowed. */
export async function deleteOwnAccount(dependencies: Dependencies, holder: AccountHolder): Promise<void> {
  const { instance, userId } = holder;
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  if (!user.deleteSelfEnabled) throw new Refusal('authorization_invalid');
  const actor = { type: 'user' as const, id: userId };
  await deleteAccount(dependencies, { instanceId: instance.id, userId, actor });
}
