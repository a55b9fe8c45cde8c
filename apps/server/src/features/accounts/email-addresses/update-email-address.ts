import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import {
  type EmailAddress,
  findUserForUpdate,
  primaryEmailAddress,
  refuseConflicts,
  updateEmailAddress as storeEmailAddress,
  updateUserFields,
} from '../../users/index.ts';
import { getEmailAddress } from './get-email-address.ts';
import { notifyPreviousAddress } from './notify-previous-address.ts';

export interface EmailAddressUpdate {
  readonly instance: Instance;
  readonly id: string;
  readonly actor: Actor;
  readonly verified?: boolean | undefined;
  /** Only true has an effect: another address becomes primary by naming it. */
  readonly primary?: boolean | undefined;
  /** Tells the address that was primary before. */
  readonly notifyPrevious?: boolean;
}

/**
 * Vouches for an address, takes that back, or makes it primary (backend-api.md 6.7).
 * @throws Refusal resource_not_found, form_identifier_exists, form_param_value_invalid
 */
export async function updateEmailAddress(
  dependencies: Dependencies,
  { instance, id, actor, verified, primary, notifyPrevious }: EmailAddressUpdate,
): Promise<EmailAddress> {
  const { clock, database } = dependencies;
  const instanceId = instance.id;
  const { userId } = await getEmailAddress(dependencies, { instanceId, id });
  const now = clock.now();
  const { address, previous } = await refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instanceId, userId);
      const current = user?.emailAddresses.find((address) => address.id === id);
      if (!user || !current) throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
      const changed = verified === undefined ? current : withProof(current, verified, now);
      const isPrimary = user.primaryEmailAddressId === id;
      if (!changed.verified && (isPrimary || primary))
        throw new Refusal('form_param_value_invalid', { param_name: isPrimary ? 'verified' : 'primary' });
      await storeEmailAddress(queries, { ...changed, updatedAt: now });
      await updateUserFields(queries, user, primary ? { primaryEmailAddressId: id } : {}, now);
      await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
      const address = { ...changed, updatedAt: now };
      return { address, previous: primary && !isPrimary ? primaryEmailAddress(user) : null };
    }),
  );
  if (notifyPrevious) await notifyPreviousAddress(dependencies, { instance, previous, next: address });
  return address;
}

function withProof(address: EmailAddress, verified: boolean, now: Date): EmailAddress {
  if (address.verified === verified) return address;
  if (!verified) return { ...address, verified, verificationStrategy: null, verifiedAt: null };
  return { ...address, verified, reserved: false, verificationStrategy: 'admin', verifiedAt: now };
}
