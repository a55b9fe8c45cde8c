import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { revokeSessionsOfUserIn } from '../sessions/index.ts';
import { findUserForUpdate, type User, updateUserFields } from '../users/index.ts';

/**
 * Bans a user, which revokes all sessions, or lifts the ban.
 * @throws Refusal resource_not_found
 */
export async function setUserBanned(
  { clock, database }: Dependencies,
  input: { instanceId: string; userId: string; actor: Actor; banned: boolean },
): Promise<User> {
  const { instanceId, userId, actor, banned } = input;
  const now = clock.now();
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    await updateUserFields(queries, user, { banned }, now);
    const type = banned ? 'user.banned' : 'user.unbanned';
    await recordEvent(queries, instanceId, { type, actor, data: { id: userId } });
    if (banned)
      await revokeSessionsOfUserIn(queries, { instanceId, userId, exceptSessionId: null, actor, now });
    return { ...user, banned, updatedAt: now };
  });
}
