import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Actor } from '../../events/index.ts';
import type { User } from '../../users/index.ts';
import { changePhoneNumbersIn } from './change-phone-numbers.ts';
import { getPhoneNumberForUpdateIn } from './get-phone-number.ts';

/**
 * Takes a number from its user; when it was the primary one, the oldest other verified one follows. What a user is
 * known by last stays.
 * @throws Refusal resource_not_found, last_identifier_required
 */
export async function removePhoneNumber(
  { clock, database }: Dependencies,
  { instanceId, id, actor }: { instanceId: string; id: string; actor: Actor },
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (queries) => {
    const { user } = await getPhoneNumberForUpdateIn(queries, { instanceId, id });
    const wanted = user.phoneNumbers.filter((number) => number.id !== id);
    if (wanted.length === 0 && !hasOtherIdentifier(user))
      throw new Refusal('last_identifier_required', {
        param_name: 'phone_number_id',
        message: 'This is the last identifier',
        long_message: 'The last identifier of an account cannot be deleted: add another one first.',
      });
    const next = wanted.find(({ verified }) => verified)?.id ?? null;
    const primaryId = user.primaryPhoneNumberId === id ? next : user.primaryPhoneNumberId;
    await changePhoneNumbersIn(queries, { user, wanted, primaryId, actor, now });
  });
}

const hasOtherIdentifier = ({ emailAddresses, username, externalAccounts }: User): boolean =>
  username !== null ||
  emailAddresses.some(({ verified, reserved }) => verified || reserved) ||
  externalAccounts.some(({ verified }) => verified);
