import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';

export interface TestingTokensTable {
  instance_id: string;
  token_hash: Buffer;
  expire_at: Date;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    testing_tokens: TestingTokensTable;
  }
}

export async function insertTestingToken(
  queries: Queries,
  instanceId: string,
  token: { tokenHash: Buffer; expireAt: Date; createdAt: Date },
): Promise<void> {
  await queries
    .insertInto('testing_tokens')
    .values({
      instance_id: instanceId,
      token_hash: token.tokenHash,
      expire_at: token.expireAt,
      created_at: token.createdAt,
    })
    .execute();
}

/** Removes expired testing tokens of every instance; answers how many. */
export async function deleteExpiredTestingTokens(queries: Queries, now: Date | null): Promise<number> {
  const result = await queries
    .deleteFrom('testing_tokens')
    .where(sql<boolean>`expire_at < coalesce(${now}::timestamptz, now())`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
