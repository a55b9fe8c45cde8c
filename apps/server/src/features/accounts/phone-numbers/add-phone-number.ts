import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Actor } from '../../events/index.ts';
import {
  findUserForUpdate,
  isPhoneNumberTaken,
  type PhoneNumber,
  refuseConflicts,
  requirePhoneNumber,
} from '../../users/index.ts';
import { changePhoneNumbersIn } from './change-phone-numbers.ts';

export interface NewPhoneNumber {
  readonly instanceId: string;
  readonly userId: string;
  readonly phoneNumber: string;
  readonly actor: Actor;
  /** True when a backend vouches for it. */
  readonly verified: boolean;
  /** Makes it the primary one; only for a verified number. */
  readonly primary: boolean;
  /** A code to it is asked for at sign-in; only for a verified number. */
  readonly reservedForSecondFactor: boolean;
}

const MAX_NUMBERS = 25;

/**
 * Gives a user another number. An unverified one reserves nothing.
 * @throws Refusal resource_not_found, form_param_format_invalid, form_identifier_exists,
 * identification_create_second_factor_unverified, form_param_array_size_exceeded
 */
export async function addPhoneNumber(
  { clock, database, random }: Dependencies,
  input: NewPhoneNumber,
): Promise<PhoneNumber> {
  const { instanceId, userId, actor, verified, primary, reservedForSecondFactor } = input;
  const phoneNumber = requirePhoneNumber(input.phoneNumber);
  if (reservedForSecondFactor && !verified)
    throw new Refusal('identification_create_second_factor_unverified');
  const now = clock.now();
  const number: PhoneNumber = {
    instanceId,
    id: random.id('idn'),
    userId,
    phoneNumber,
    verified,
    reserved: false,
    verificationStrategy: verified ? 'admin' : null,
    verifiedAt: verified ? now : null,
    verificationId: null,
    reservedForSecondFactor,
    defaultSecondFactor: false,
    createdAt: now,
    updatedAt: now,
  };
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instanceId, userId);
      if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
      if (user.phoneNumbers.length >= MAX_NUMBERS)
        throw new Refusal('form_param_array_size_exceeded', {
          param_name: 'phone_numbers',
          max_size: MAX_NUMBERS,
        });
      if (await isPhoneNumberTaken(queries, instanceId, phoneNumber))
        throw new Refusal('form_identifier_exists', { param_name: 'phone_number' });
      const isPrimary = verified && (primary || user.primaryPhoneNumberId === null);
      const primaryId = isPrimary ? number.id : user.primaryPhoneNumberId;
      const wanted = [...user.phoneNumbers, number];
      const stored = await changePhoneNumbersIn(queries, { user, wanted, primaryId, actor, now });
      return stored.at(-1) ?? number;
    }),
  );
}
