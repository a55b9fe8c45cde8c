import type { Dependencies } from '../../dependencies.ts';
import type { Actor } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { revokeSessionsOfUserIn } from '../sessions/index.ts';
import { type User, type UserUpdate, updateUser } from '../users/index.ts';

/**
 * Changes a user on behalf of a backend, and ends all its sessions when that was asked for.
 * @throws Refusal resource_not_found, form_*
 */
export async function updateAccount(
  dependencies: Dependencies,
  input: {
    instance: Instance;
    actor: Actor;
    userId: string;
    update: UserUpdate;
    signOutOfOtherSessions: boolean;
  },
): Promise<User> {
  const { instance, actor, userId, signOutOfOtherSessions } = input;
  const user = await updateUser(dependencies, input);
  if (!signOutOfOtherSessions) return user;
  const now = dependencies.clock.now();
  const all = { instanceId: instance.id, userId, exceptSessionId: null, actor, now };
  await dependencies.database.transaction((queries) => revokeSessionsOfUserIn(queries, all));
  return user;
}
