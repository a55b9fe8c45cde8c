import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import {
  type EmailAddress,
  findEmailAddress,
  findUserForUpdate,
  refuseConflicts,
  updateEmailAddress as storeEmailAddress,
} from '../../users/index.ts';
import {
  type EmailLink,
  sendCode,
  sendEmailLink,
  tryCode,
  useEmailLinkIn,
} from '../../verifications/index.ts';
import type { AccountHolder } from '../authenticate-account.ts';
import { getEmailAddress } from './get-email-address.ts';
import { storeProofIn } from './store-proof.ts';

export interface AddressVerificationRequest {
  readonly holder: AccountHolder;
  readonly id: string;
  readonly strategy: string;
  /** Links: where the browser goes when it has followed it, and how it reaches us. */
  readonly redirectUrl?: string | undefined;
  readonly frontendUrl: string;
}

/**
 * Sends a code or a link to an address of the signed-in user.
 * @throws Refusal resource_not_found, form_param_value_invalid (strategy), verification_already_verified,
 * redirect_url_not_allowed, too_many_requests
 */
export async function prepareEmailAddress(
  dependencies: Dependencies,
  { holder, id, strategy: asked, redirectUrl, frontendUrl }: AddressVerificationRequest,
): Promise<EmailAddress> {
  const { instance, userId, session } = holder;
  // A code is always possible here: the user is signed in, and must be able to prove another address.
  const strategy =
    asked === 'email_link' ? instance.settings.emailStrategies.find((s) => s === asked) : asked;
  if (strategy !== 'email_code' && strategy !== 'email_link')
    throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  const address = await getEmailAddress(dependencies, { instanceId: instance.id, id, userId });
  if (address.verified) throw new Refusal('verification_already_verified');
  const mail = { instance, emailAddress: address.emailAddress, deliver: true };
  const verification =
    strategy === 'email_code'
      ? await sendCode(dependencies, { ...mail, strategy })
      : await sendEmailLink(dependencies, {
          ...mail,
          purpose: 'email_address',
          subjectId: id,
          clientId: session.clientId ?? '',
          frontendUrl,
          redirectUrl,
        });
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
      return storeProofIn(queries, {
        user,
        address,
        by: 'email_code',
        actor: { type: 'user', id: userId },
        now,
      });
    }),
  );
  if (!proved) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return proved;
}

/**
 * Proves an address by the link that was mailed to it, whoever's browser follows it.
 * @throws Refusal resource_not_found, verification_* for a used, replaced or expired link, form_identifier_exists
 */
export async function proveEmailAddressByLink(
  { clock, database }: Dependencies,
  { link, clientId }: { link: EmailLink; clientId: string | null },
): Promise<EmailAddress> {
  const { instanceId, subjectId, verificationId } = link;
  const now = clock.now();
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const known = await findEmailAddress(queries, instanceId, subjectId);
      const user = known && (await findUserForUpdate(queries, instanceId, known.userId));
      const address = user?.emailAddresses.find(({ id }) => id === subjectId);
      if (!user || !address) throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
      if (address.verified) throw new Refusal('verification_already_verified');
      if (address.verificationId !== verificationId) throw new Refusal('verification_failed');
      await useEmailLinkIn(queries, { link, clientId, now });
      return storeProofIn(queries, {
        user,
        address,
        by: 'email_link',
        actor: { type: 'user', id: user.id },
        now,
      });
    }),
  );
}
