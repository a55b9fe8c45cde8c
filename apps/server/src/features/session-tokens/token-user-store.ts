import { CompiledQuery } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { User } from '../users/index.ts';
import type { SubjectReads } from './token-subject.ts';
import { type TokenUserRow, tokenUserColumns, toTokenUser } from './token-user-row.ts';

// Users as the hot statement reads them, signed in or not: for rendering tokens that nobody has asked for yet.

const statement = (reads: SubjectReads, condition: string): string =>
  `select u.instance_id, u.id as user_id, ${tokenUserColumns(reads)}
from users u where u.instance_id = $1 and ${condition}`;

/** Users by id, the ones after `after` ('' for the first page). */
export async function listTokenUsersAfter(
  queries: Queries,
  instanceId: string,
  { reads, after, limit }: { reads: SubjectReads; after: string; limit: number },
): Promise<User[]> {
  const text = statement(reads, 'u.id > $2 order by u.id limit $3');
  return run(queries, text, [instanceId, after, limit]);
}

/** These users, as far as they are still there; in no order. */
export async function listTokenUsersByIds(
  queries: Queries,
  instanceId: string,
  { reads, ids }: { reads: SubjectReads; ids: readonly string[] },
): Promise<User[]> {
  return run(queries, statement(reads, 'u.id = any($2)'), [instanceId, ids]);
}

async function run(queries: Queries, text: string, values: unknown[]): Promise<User[]> {
  const { rows } = await queries.executeQuery<TokenUserRow>(CompiledQuery.raw(text, values));
  return rows.map(toTokenUser);
}
