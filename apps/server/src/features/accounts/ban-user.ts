import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { revokeSessionsOfUserIn } from '../sessions/index.ts';
import { findUserForUpdate, type User, updateUserFields } from '../users/index.ts';

interface Ban {
  readonly instanceId: string;
  readonly actor: Actor;
  readonly banned: boolean;
}

/**
 * Bans a user, which revokes all sessions, or lifts the ban.
 * @throws Refusal resource_not_found
 */
export async function setUserBanned(
  { clock, database }: Dependencies,
  { userId, ...ban }: Ban & { userId: string },
): Promise<User> {
  const now = clock.now();
  return database.transaction((queries) => setUserBannedIn(queries, { ...ban, userId, now }));
}

/**
 * Bans several users, or lifts their bans: all of them or, when one is unknown, none.
 * @returns in the order in which they were named, each once
 * @throws Refusal resource_not_found, with the unknown user's id
 */
export async function setUsersBanned(
  { clock, database }: Dependencies,
  { userIds, ...ban }: Ban & { userIds: readonly string[] },
): Promise<User[]> {
  const now = clock.now();
  const ids = [...new Set(userIds)];
  return database.transaction(async (queries) => {
    const changed = new Map<string, User>();
    // In one order: two requests for the same users wait for each other instead of blocking each other.
    for (const userId of [...ids].sort())
      changed.set(userId, await setUserBannedIn(queries, { ...ban, userId, now }));
    return ids.map((id) => changed.get(id) as User);
  });
}

async function setUserBannedIn(
  queries: Queries,
  { instanceId, userId, actor, banned, now }: Ban & { userId: string; now: Date },
): Promise<User> {
  const user = await findUserForUpdate(queries, instanceId, userId);
  if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id', user_id: userId });
  await updateUserFields(queries, user, { banned }, now);
  const type = banned ? 'user.banned' : 'user.unbanned';
  await recordEvent(queries, instanceId, { type, actor, data: { id: userId } });
  if (banned)
    await revokeSessionsOfUserIn(queries, { instanceId, userId, exceptSessionId: null, actor, now });
  return { ...user, banned, updatedAt: now };
}
