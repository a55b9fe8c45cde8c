import type { Queries } from '../../database/database.ts';
import type { ProfileImage } from './profile-image.ts';

export interface ProfileImagesTable {
  instance_id: string;
  id: string;
  user_id: string;
  content_type: string;
  bytes: Buffer;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    profile_images: ProfileImagesTable;
  }
}

/** Stores a picture in the place of the one that the user had. */
export async function upsertProfileImage(queries: Queries, image: ProfileImage): Promise<void> {
  const columns = {
    id: image.id,
    content_type: image.contentType,
    bytes: image.bytes,
    created_at: image.createdAt,
  };
  await queries
    .insertInto('profile_images')
    .values({ instance_id: image.instanceId, user_id: image.userId, ...columns })
    .onConflict((conflict) => conflict.columns(['instance_id', 'user_id']).doUpdateSet(columns))
    .execute();
}

export async function findProfileImage(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<ProfileImage | null> {
  const row = await queries
    .selectFrom('profile_images')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { bytes } = row;
  return {
    instanceId,
    id,
    userId: row.user_id,
    contentType: row.content_type,
    bytes,
    createdAt: row.created_at,
  };
}

/** False when the user has no picture. */
export async function deleteProfileImageOfUser(
  queries: Queries,
  instanceId: string,
  userId: string,
): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('profile_images')
    .where('instance_id', '=', instanceId)
    .where('user_id', '=', userId)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}
