import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordEvent } from '../events/index.ts';
import {
  type EmailAddress,
  findUserForUpdate,
  refuseConflicts,
  updateEmailAddress as storeEmailAddress,
  updateUserFields,
} from '../users/index.ts';
import { sendCode, tryCode } from '../verifications/index.ts';
import type { AccountHolder } from './authenticate-account.ts';
import { getEmailAddress } from './get-email-address.ts';

/**
 * Sends a code to an address of the signed-in user.
 * @throws Refusal resource_not_found, form_param_value_invalid (strategy), verification_already_verified,
 * too_many_requests
 */
export async function prepareEmailAddress(
  dependencies: Dependencies,
  { holder, id, strategy }: { holder: AccountHolder; id: string; strategy: string },
): Promise<EmailAddress> {
  const { instance, userId } = holder;
  if (strategy !== 'email_code') throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  const address = await getEmailAddress(dependencies, { instanceId: instance.id, id, userId });
  if (address.verified) throw new Refusal('verification_already_verified');
  const { emailAddress } = address;
  const verification = await sendCode(dependencies, { instance, emailAddress, strategy, deliver: true });
  const prepared = { ...address, verificationId: verification.id, updatedAt: dependencies.clock.now() };
  await storeEmailAddress(dependencies.database.queries, prepared);
  return prepared;
}

/**
 * Proves an address of the signed-in user by the code.
 * @throws Refusal resource_not_found, form_code_incorrect, verification_*, form_identifier_exists when
 * somebody else has proved it meanwhile
 */
export async function attemptEmailAddress(
  { clock, database }: Dependencies,
  { holder, id, code }: { holder: AccountHolder; id: string; code: string },
): Promise<EmailAddress> {
  const { instance, userId } = holder;
  const instanceId = instance.id;
  const now = clock.now();
  const proved = await refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instanceId, userId);
      const address = user?.emailAddresses.find((candidate) => candidate.id === id);
      if (!user || !address) throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
      const { verificationId } = address;
      if (address.verified) throw new Refusal('verification_already_verified');
      if (verificationId === null) throw new Refusal('verification_missing');
      if (!(await tryCode(queries, { instanceId, verificationId, code, now })).ok) return null;
      const proof = { verified: true, verificationStrategy: 'email_code' as const, verifiedAt: now };
      const verified: EmailAddress = { ...address, ...proof, updatedAt: now };
      await storeEmailAddress(queries, verified);
      await updateUserFields(
        queries,
        user,
        user.primaryEmailAddressId ? {} : { primaryEmailAddressId: id },
        now,
      );
      const actor = { type: 'user' as const, id: userId };
      await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
      return verified;
    }),
  );
  if (!proved) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return proved;
}
