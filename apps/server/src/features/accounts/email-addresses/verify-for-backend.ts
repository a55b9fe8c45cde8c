import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Actor } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import { findUserForUpdate, refuseConflicts } from '../../users/index.ts';
import { sendCode, tryCodeOfBackend, type Verification } from '../../verifications/index.ts';
import { getEmailAddress } from './get-email-address.ts';
import { storeProofIn } from './store-proof.ts';

/**
 * Sends a code to an address on behalf of a backend, which tries it by the verification's id: for an address that is
 * verified too, to see whether its user is there.
 * @throws Refusal resource_not_found, too_many_requests
 */
export async function prepareEmailAddressOfUser(
  dependencies: Dependencies,
  { instance, id }: { instance: Instance; id: string },
): Promise<Verification> {
  const { emailAddress } = await getEmailAddress(dependencies, { instanceId: instance.id, id });
  return sendCode(dependencies, { instance, emailAddress, strategy: 'email_code', deliver: true });
}

/**
 * Tries a code that was sent to an address; the right one proves it. Whatever became of the try is in the status.
 * @throws Refusal resource_not_found, verification_already_verified, form_identifier_exists when somebody else has
 * proved the address meanwhile
 */
export async function attemptEmailAddressOfUser(
  dependencies: Dependencies,
  input: { instanceId: string; id: string; verificationId: string; code: string; actor: Actor },
): Promise<Verification> {
  const { clock, database } = dependencies;
  const { instanceId, id, verificationId, code, actor } = input;
  const { userId } = await getEmailAddress(dependencies, { instanceId, id });
  const now = clock.now();
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instanceId, userId);
      const address = user?.emailAddresses.find((candidate) => candidate.id === id);
      if (!user || !address) throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
      const sentTo = { strategy: 'email_code' as const, recipient: address.emailAddress };
      const attempt = { instanceId, verificationId, code, now };
      const verification = await tryCodeOfBackend(queries, { ...attempt, ...sentTo });
      if (verification.verifiedAt && !address.verified)
        await storeProofIn(queries, { user, address, by: 'email_code', actor, now });
      return verification;
    }),
  );
}
