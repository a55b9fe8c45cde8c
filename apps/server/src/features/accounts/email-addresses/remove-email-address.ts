import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import {
  deleteEmailAddressRow,
  findUserForUpdate,
  hasPassword,
  type User,
  updateUserFields,
} from '../../users/index.ts';
import { getEmailAddress } from './get-email-address.ts';

/**
 * Takes an address from its user; when it was the primary one, the oldest other verified one follows. The last
 * proved one stays, unless the instance lets people do without and this one has another way to sign in.
 * @throws Refusal resource_not_found, last_identifier_required
 */
export async function removeEmailAddress(
  dependencies: Dependencies,
  input: { instance: Pick<Instance, 'id' | 'settings'>; id: string; userId?: string; actor: Actor },
): Promise<void> {
  const { clock, database } = dependencies;
  const { instance, id, actor } = input;
  const instanceId = instance.id;
  const { userId } = await getEmailAddress(dependencies, { ...input, instanceId });
  await database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    const address = user?.emailAddresses.find((candidate) => candidate.id === id);
    if (!user || !address) throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
    const next = user.emailAddresses.find((other) => other.verified && other.id !== id);
    if (address.verified && !next && !canDoWithout(user, instance))
      throw new Refusal('last_identifier_required');
    await deleteEmailAddressRow(queries, instanceId, id);
    const changes = user.primaryEmailAddressId === id ? { primaryEmailAddressId: next?.id ?? null } : {};
    await updateUserFields(queries, user, changes, clock.now());
    await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
  });
}

/** A username and a password are a way in. */
function canDoWithout(user: User, { settings }: Pick<Instance, 'settings'>): boolean {
  const hasUsername = settings.username !== 'off' && user.username !== null;
  return settings.emailAddress !== 'required' && hasUsername && hasPassword(user);
}
