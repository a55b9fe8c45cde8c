import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { findUserForUpdate, type User, updateUserFields } from '../users/index.ts';
import { deleteProfileImageOfUser } from './profile-image-store.ts';

/**
 * Takes a user's picture away; the one made from the initials is shown again. Nothing changes where there is none.
 * @returns the user, and the id of the picture that is gone (null: there was none)
 * @throws Refusal resource_not_found
 */
export async function removeProfileImage(
  { clock, database }: Dependencies,
  { instanceId, userId, actor }: { instanceId: string; userId: string; actor: Actor },
): Promise<{ user: User; removedId: string | null }> {
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    if (!(await deleteProfileImageOfUser(queries, instanceId, userId))) return { user, removedId: null };
    const now = clock.now();
    await updateUserFields(queries, user, { imageId: null }, now);
    await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
    return { user: { ...user, imageId: null, updatedAt: now }, removedId: user.imageId };
  });
}
