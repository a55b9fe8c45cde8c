import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import {
  type EmailAddress,
  findUserForUpdate,
  insertEmailAddress,
  isAddressTaken,
  primaryEmailAddress,
  refuseConflicts,
  requireEmailAddress,
  updateUserFields,
} from '../../users/index.ts';
import { notifyPreviousAddress } from './notify-previous-address.ts';

export interface NewAddress {
  readonly instance: Instance;
  readonly userId: string;
  readonly emailAddress: string;
  readonly actor: Actor;
  /** True when a backend vouches for it; the user's own additions are proved by a code. */
  readonly verified: boolean;
  /** Makes it the primary one; only for a verified address. */
  readonly primary?: boolean | undefined;
  /** Tells the address that was primary before. */
  readonly notifyPrevious?: boolean;
}

const MAX_ADDRESSES = 25;

/**
 * Gives a user another address. An unverified one reserves nothing.
 * @throws Refusal resource_not_found, form_param_format_invalid, form_identifier_exists,
 * form_param_array_size_exceeded
 */
export async function addEmailAddress(dependencies: Dependencies, input: NewAddress): Promise<EmailAddress> {
  const { clock, database, random } = dependencies;
  const { instance, userId, actor, verified, primary } = input;
  const instanceId = instance.id;
  const emailAddress = requireEmailAddress(input.emailAddress);
  const now = clock.now();
  const address: EmailAddress = {
    instanceId,
    id: random.id('idn'),
    userId,
    emailAddress,
    verified,
    reserved: false,
    verificationStrategy: verified ? 'admin' : null,
    verifiedAt: verified ? now : null,
    verificationId: null,
    createdAt: now,
    updatedAt: now,
  };
  const previous = await refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instanceId, userId);
      if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
      const limit = { param_name: 'email_addresses', max_size: MAX_ADDRESSES };
      if (user.emailAddresses.length >= MAX_ADDRESSES)
        throw new Refusal('form_param_array_size_exceeded', limit);
      if (await isAddressTaken(queries, instanceId, emailAddress))
        throw new Refusal('form_identifier_exists', { param_name: 'email_address' });
      await insertEmailAddress(queries, address);
      const becomesPrimary = verified && (primary || user.primaryEmailAddressId === null);
      await updateUserFields(queries, user, becomesPrimary ? { primaryEmailAddressId: address.id } : {}, now);
      await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
      return becomesPrimary ? primaryEmailAddress(user) : null;
    }),
  );
  if (input.notifyPrevious) await notifyPreviousAddress(dependencies, { instance, previous, next: address });
  return address;
}
