import type { Dependencies } from '../../../dependencies.ts';
import type { Actor } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import { type PhoneNumber, refuseConflicts } from '../../users/index.ts';
import { sendPhoneCode, tryCodeOfBackend, type Verification } from '../../verifications/index.ts';
import { changePhoneNumbersIn } from './change-phone-numbers.ts';
import { getPhoneNumber, getPhoneNumberForUpdateIn } from './get-phone-number.ts';

/**
 * Sends a code to a number on behalf of a backend, which tries it by the verification's id.
 * @throws Refusal resource_not_found, feature_not_enabled for a number that no message can reach
 */
export async function preparePhoneNumberOfUser(
  dependencies: Dependencies,
  { instance, id }: { instance: Instance; id: string },
): Promise<Verification> {
  const { phoneNumber } = await getPhoneNumber(dependencies, { instanceId: instance.id, id });
  return sendPhoneCode(dependencies, { instance, phoneNumber });
}

/**
 * Tries a code that was sent to a number; the right one proves it. Whatever became of the try is in the status.
 * @throws Refusal resource_not_found, verification_already_verified, form_identifier_exists
 */
export async function attemptPhoneNumberOfUser(
  { clock, database }: Dependencies,
  input: { instanceId: string; id: string; verificationId: string; code: string; actor: Actor },
): Promise<Verification> {
  const { instanceId, id, verificationId, code, actor } = input;
  const now = clock.now();
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const { user, number } = await getPhoneNumberForUpdateIn(queries, { instanceId, id });
      const attempt = { instanceId, verificationId, code, now };
      const sentTo = { strategy: 'phone_code' as const, recipient: number.phoneNumber };
      const verification = await tryCodeOfBackend(queries, { ...attempt, ...sentTo });
      if (!verification.verifiedAt || number.verified) return verification;
      const proof = { verified: true, reserved: false, verificationStrategy: 'phone_code' as const };
      const proved: PhoneNumber = { ...number, ...proof, verifiedAt: now, updatedAt: now };
      const wanted = user.phoneNumbers.map((each) => (each.id === id ? proved : each));
      const primaryId = user.primaryPhoneNumberId ?? id;
      await changePhoneNumbersIn(queries, { user, wanted, primaryId, actor, now });
      return verification;
    }),
  );
}
