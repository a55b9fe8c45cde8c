import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { MetadataPath } from './metadata-paths.ts';

/** A user and about how many bytes of what a template prints are theirs: for telling heavy ones from light ones. */
export interface UserWeight {
  readonly id: string;
  readonly bytes: number;
}

/** Users by id, the ones after `after` ('' for the first page), with what they weigh. */
export async function listUserWeightsAfter(
  queries: Queries,
  instanceId: string,
  { paths, after, limit }: { paths: readonly MetadataPath[]; after: string; limit: number },
): Promise<UserWeight[]> {
  const names = sql`octet_length(concat(first_name, last_name, username, external_id))`;
  const metadata = paths.map(
    ({ kind, path }) => sql`coalesce(octet_length((${sql.ref(kind)} #> ${[...path]}::text[])::text), 0)`,
  );
  const rows = await queries
    .selectFrom('users')
    .select(['id', sql<number>`(${sql.join([names, ...metadata], sql` + `)})::integer`.as('bytes')])
    .where('instance_id', '=', instanceId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows;
}
