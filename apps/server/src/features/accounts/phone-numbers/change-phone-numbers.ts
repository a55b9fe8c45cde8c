import type { Queries } from '../../../database/database.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import {
  deletePhoneNumberRow,
  insertPhoneNumber,
  type PhoneNumber,
  settleSecondFactorsIn,
  type User,
  updatePhoneNumber,
  updateUserFields,
} from '../../users/index.ts';

export interface PhoneNumbersChange {
  /** With the row locked. */
  readonly user: User;
  /** All that the user has afterwards, oldest first. */
  readonly wanted: readonly PhoneNumber[];
  readonly primaryId: string | null;
  readonly actor: Actor;
  readonly now: Date;
}

/**
 * Gives a user just these numbers, in the caller's transaction. One of those kept for codes at sign-in is offered
 * first; with the last second factor the backup codes go.
 * @returns the numbers as they are stored
 */
export async function changePhoneNumbersIn(
  queries: Queries,
  { user, wanted, primaryId, actor, now }: PhoneNumbersChange,
): Promise<PhoneNumber[]> {
  const numbers = withOneDefault(wanted);
  const before = new Map(user.phoneNumbers.map((number) => [number.id, number]));
  for (const { id } of user.phoneNumbers)
    if (!numbers.some((number) => number.id === id)) await deletePhoneNumberRow(queries, user.instanceId, id);
  // Who is offered first no more goes before who is now: there is one at any time.
  const known = numbers.filter((number) => before.has(number.id) && before.get(number.id) !== number);
  for (const number of [...known].sort(
    (a, b) => Number(a.defaultSecondFactor) - Number(b.defaultSecondFactor),
  ))
    await updatePhoneNumber(queries, number);
  for (const number of numbers) if (!before.has(number.id)) await insertPhoneNumber(queries, number);
  await updateUserFields(queries, user, { primaryPhoneNumberId: primaryId }, now);
  await settleSecondFactorsIn(queries, { user, after: { ...user, phoneNumbers: numbers }, now });
  const { instanceId, id } = user;
  await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id } });
  return numbers;
}

function withOneDefault(numbers: readonly PhoneNumber[]): PhoneNumber[] {
  const kept = numbers.filter(({ reservedForSecondFactor }) => reservedForSecondFactor);
  const first = kept.find(({ defaultSecondFactor }) => defaultSecondFactor) ?? kept[0];
  return numbers.map((number) => {
    const defaultSecondFactor = number === first;
    return number.defaultSecondFactor === defaultSecondFactor ? number : { ...number, defaultSecondFactor };
  });
}
