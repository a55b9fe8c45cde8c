import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import {
  deleteEmailAddressRow,
  type EmailAddress,
  findUserForUpdate,
  insertEmailAddress,
  primaryEmailAddress,
  refuseConflicts,
  requireEmailAddress,
  type User,
  updateUserFields,
} from '../../users/index.ts';
import type { ReplacementStatus } from '../replacement-status.ts';
import { notifyPreviousAddress } from './notify-previous-address.ts';

export interface EmailAddressReplacement {
  readonly instance: Instance;
  readonly userId: string;
  readonly actor: Actor;
  readonly emailAddress: string;
  readonly status: ReplacementStatus;
  /** Tells the primary address of before. */
  readonly notifyPrevious: boolean;
}

/**
 * Gives a user one address, the primary one, in the place of all others.
 * @throws Refusal resource_not_found, form_param_format_invalid, form_identifier_exists,
 * delete_linked_identification_disallowed while a connected account has one of the addresses
 */
export async function replaceEmailAddresses(
  dependencies: Dependencies,
  input: EmailAddressReplacement,
): Promise<EmailAddress> {
  const { clock, database, random } = dependencies;
  const { instance, userId, actor, status } = input;
  const instanceId = instance.id;
  const emailAddress = requireEmailAddress(input.emailAddress);
  const now = clock.now();
  const verified = status === 'verified';
  const address: EmailAddress = {
    instanceId,
    id: random.id('idn'),
    userId,
    emailAddress,
    verified,
    reserved: status === 'reserved',
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
      refuseLinked(user);
      for (const { id } of user.emailAddresses) await deleteEmailAddressRow(queries, instanceId, id);
      await insertEmailAddress(queries, address);
      await updateUserFields(queries, user, { primaryEmailAddressId: address.id }, now);
      await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
      return primaryEmailAddress(user);
    }),
  );
  if (input.notifyPrevious) await notifyPreviousAddress(dependencies, { instance, previous, next: address });
  return address;
}

function refuseLinked({ emailAddresses, externalAccounts }: User): void {
  const linked = emailAddresses.some(({ emailAddress }) =>
    externalAccounts.some((account) => account.verified && account.emailAddress === emailAddress),
  );
  if (linked) throw new Refusal('delete_linked_identification_disallowed', { param_name: 'email_address' });
}
