import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { deleteUserRow } from './user-write-store.ts';

/**
 * Deletes a user with its addresses and tickets, in the caller's transaction. Its sessions are no business
 * of this feature: call it through `accounts`, which ends them too.
 * @throws Refusal resource_not_found
 */
export async function deleteUserIn(
  queries: Queries,
  { instanceId, userId, actor }: { instanceId: string; userId: string; actor: Actor },
): Promise<void> {
  if (!(await deleteUserRow(queries, instanceId, userId)))
    throw new Refusal('resource_not_found', { param_name: 'user_id' });
  await recordEvent(queries, instanceId, { type: 'user.deleted', actor, data: { id: userId } });
}
