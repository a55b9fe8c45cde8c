import type { Queries } from '../../../database/database.ts';
import type { MetadataField } from '../../users/index.ts';

/** One user's metadata, the kinds that were asked for. */
export type UserMetadata = { readonly id: string } & {
  readonly [Field in MetadataField]?: Record<string, never>;
};

/** Users by id, the ones after `after` ('' for the first page), with these fields and nothing else of them. */
export async function listUserMetadataAfter(
  queries: Queries,
  instanceId: string,
  { fields, after, limit }: { fields: readonly MetadataField[]; after: string; limit: number },
): Promise<UserMetadata[]> {
  const rows = await queries
    .selectFrom('users')
    .select(['id', ...fields])
    .where('instance_id', '=', instanceId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows as UserMetadata[];
}
