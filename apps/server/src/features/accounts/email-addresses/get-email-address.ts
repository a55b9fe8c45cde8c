import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type EmailAddress, findEmailAddress } from '../../users/index.ts';

/**
 * An address by its id; with `userId` only that user's.
 * @throws Refusal resource_not_found, for another user's or instance's too
 */
export async function getEmailAddress(
  { database }: Pick<Dependencies, 'database'>,
  { instanceId, id, userId }: { instanceId: string; id: string; userId?: string },
): Promise<EmailAddress> {
  const address = await findEmailAddress(database.queries, instanceId, id);
  if (!address || (userId !== undefined && address.userId !== userId))
    throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
  return address;
}
