import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { findUserForUpdate, type User, updateUserFields } from '../users/index.ts';
import { drawProfileImage, STORED_TYPE } from './draw-profile-image.ts';
import { MAX_UPLOAD_BYTES } from './profile-image.ts';
import { upsertProfileImage } from './profile-image-store.ts';

/**
 * Gives a user another picture; the one before is gone.
 * @param input.upload the file as it came
 * @throws Refusal form_param_missing without a file, avatar_file_size_exceeded, avatar_file_type_invalid,
 * resource_not_found, too_many_requests
 */
export async function setProfileImage(
  { clock, database, random }: Dependencies,
  input: { instanceId: string; userId: string; actor: Actor; upload: Buffer | null },
): Promise<User> {
  const { instanceId, userId, actor, upload } = input;
  if (upload === null || upload.length === 0) throw new Refusal('form_param_missing', { param_name: 'file' });
  if (upload.length > MAX_UPLOAD_BYTES)
    throw new Refusal('avatar_file_size_exceeded', { max_bytes: MAX_UPLOAD_BYTES });
  const bytes = await drawProfileImage(upload);
  const now = clock.now();
  const id = random.id('img');
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    await upsertProfileImage(queries, {
      instanceId,
      id,
      userId,
      contentType: STORED_TYPE,
      bytes,
      createdAt: now,
    });
    await updateUserFields(queries, user, { imageId: id }, now);
    await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
    return { ...user, imageId: id, updatedAt: now };
  });
}
