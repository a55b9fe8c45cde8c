import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { insertTestingToken } from './testing-token-store.ts';

const LIFETIME_SECONDS = 3600;

/**
 * A token that tells bot protection to let a test's browser pass, as query `__clerk_testing_token`. This server
 * has no bot protection to pass, so that requests are served with it and without it alike.
 */
export async function createTestingToken(
  dependencies: Dependencies,
  input: { instanceId: string },
): Promise<{ token: string; expireAt: Date }> {
  const { clock, database, random } = dependencies;
  const token = random.secret();
  const createdAt = clock.now();
  const expireAt = new Date(createdAt.getTime() + LIFETIME_SECONDS * 1000);
  await insertTestingToken(database.queries, input.instanceId, {
    tokenHash: hashSecret(token),
    expireAt,
    createdAt,
  });
  return { token, expireAt };
}
