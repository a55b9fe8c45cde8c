import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { findPhoneNumber, findUserForUpdate, type PhoneNumber, type User } from '../../users/index.ts';

interface PhoneNumberKey {
  readonly instanceId: string;
  readonly id: string;
}

const notFound = () => new Refusal('resource_not_found', { param_name: 'phone_number_id' });

/** A number by its id. Throws Refusal resource_not_found, for another instance's too. */
export async function getPhoneNumber(
  { database }: Pick<Dependencies, 'database'>,
  { instanceId, id }: PhoneNumberKey,
): Promise<PhoneNumber> {
  const number = await findPhoneNumber(database.queries, instanceId, id);
  if (!number) throw notFound();
  return number;
}

/** A number and its user, whose row stays locked until the transaction ends. Throws Refusal resource_not_found. */
export async function getPhoneNumberForUpdateIn(
  queries: Queries,
  { instanceId, id }: PhoneNumberKey,
): Promise<{ user: User; number: PhoneNumber }> {
  const found = await findPhoneNumber(queries, instanceId, id);
  const user = found && (await findUserForUpdate(queries, instanceId, found.userId));
  const number = user?.phoneNumbers.find((candidate) => candidate.id === id);
  if (!user || !number) throw notFound();
  return { user, number };
}
