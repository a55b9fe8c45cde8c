import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Actor } from '../../events/index.ts';
import {
  findUserForUpdate,
  type PhoneNumber,
  refuseConflicts,
  requirePhoneNumber,
} from '../../users/index.ts';
import type { ReplacementStatus } from '../replacement-status.ts';
import { changePhoneNumbersIn } from './change-phone-numbers.ts';

/**
 * Gives a user one number, the primary one, in the place of all others. It is no second factor: with the last one
 * gone sign-ins ask for none any more.
 * @throws Refusal resource_not_found, form_param_format_invalid, form_identifier_exists
 */
export async function replacePhoneNumbers(
  { clock, database, random }: Dependencies,
  input: { instanceId: string; userId: string; actor: Actor; phoneNumber: string; status: ReplacementStatus },
): Promise<PhoneNumber> {
  const { instanceId, userId, actor, status } = input;
  const phoneNumber = requirePhoneNumber(input.phoneNumber);
  const now = clock.now();
  const verified = status === 'verified';
  const number: PhoneNumber = {
    instanceId,
    id: random.id('idn'),
    userId,
    phoneNumber,
    verified,
    reserved: status === 'reserved',
    verificationStrategy: verified ? 'admin' : null,
    verifiedAt: verified ? now : null,
    verificationId: null,
    reservedForSecondFactor: false,
    defaultSecondFactor: false,
    createdAt: now,
    updatedAt: now,
  };
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instanceId, userId);
      if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
      await changePhoneNumbersIn(queries, { user, wanted: [number], primaryId: number.id, actor, now });
      return number;
    }),
  );
}
