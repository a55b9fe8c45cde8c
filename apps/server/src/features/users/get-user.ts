import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { User } from './user.ts';
import { findUser } from './user-store.ts';

/** The user of this instance. Throws Refusal resource_not_found, for another instance's user too. */
export async function getUser(
  { database }: Pick<Dependencies, 'database'>,
  { instanceId, userId }: { instanceId: string; userId: string },
): Promise<User> {
  const user = await findUser(database.queries, instanceId, userId);
  if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
  return user;
}
