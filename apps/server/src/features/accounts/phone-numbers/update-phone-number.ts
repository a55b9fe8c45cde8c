import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Actor } from '../../events/index.ts';
import { type PhoneNumber, refuseConflicts } from '../../users/index.ts';
import { changePhoneNumbersIn } from './change-phone-numbers.ts';
import { getPhoneNumberForUpdateIn } from './get-phone-number.ts';

export interface PhoneNumberUpdate {
  readonly instanceId: string;
  readonly id: string;
  readonly actor: Actor;
  readonly verified?: boolean | undefined;
  /** Only true has an effect: another number becomes primary by naming it. */
  readonly primary?: boolean | undefined;
  readonly reservedForSecondFactor?: boolean | undefined;
}

/**
 * Vouches for a number, takes that back, makes it primary, or keeps it for codes at sign-in.
 * @throws Refusal resource_not_found, form_identifier_exists, form_param_value_invalid,
 * identification_update_second_factor_unverified
 */
export async function updatePhoneNumberOfUser(
  { clock, database }: Dependencies,
  { instanceId, id, actor, verified, primary, reservedForSecondFactor }: PhoneNumberUpdate,
): Promise<PhoneNumber> {
  const now = clock.now();
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const { user, number } = await getPhoneNumberForUpdateIn(queries, { instanceId, id });
      const changed: PhoneNumber = {
        ...(verified === undefined ? number : withProof(number, verified, now)),
        reservedForSecondFactor: reservedForSecondFactor ?? number.reservedForSecondFactor,
        updatedAt: now,
      };
      const isPrimary = user.primaryPhoneNumberId === id;
      if (!changed.verified && ((isPrimary && verified === false) || primary))
        throw new Refusal('form_param_value_invalid', { param_name: primary ? 'primary' : 'verified' });
      if (!changed.verified && changed.reservedForSecondFactor)
        throw new Refusal('identification_update_second_factor_unverified');
      const wanted = user.phoneNumbers.map((each) => (each.id === id ? changed : each));
      const primaryId = primary ? id : user.primaryPhoneNumberId;
      const stored = await changePhoneNumbersIn(queries, { user, wanted, primaryId, actor, now });
      return stored.find((each) => each.id === id) ?? changed;
    }),
  );
}

function withProof(number: PhoneNumber, verified: boolean, now: Date): PhoneNumber {
  if (number.verified === verified) return number;
  if (!verified) return { ...number, verified, verificationStrategy: null, verifiedAt: null };
  return { ...number, verified, reserved: false, verificationStrategy: 'admin', verifiedAt: now };
}
