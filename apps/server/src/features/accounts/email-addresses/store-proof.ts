import type { Queries } from '../../../database/database.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import {
  type EmailAddress,
  updateEmailAddress as storeEmailAddress,
  type User,
  updateUserFields,
} from '../../users/index.ts';

/** An address that was just proved; the first one becomes the primary one. */
export async function storeProofIn(
  queries: Queries,
  {
    user,
    address,
    by,
    actor,
    now,
  }: {
    user: User;
    address: EmailAddress;
    by: 'email_code' | 'email_link';
    actor: Actor;
    now: Date;
  },
): Promise<EmailAddress> {
  const { instanceId, id: userId, primaryEmailAddressId } = user;
  const proof = { verified: true, reserved: false, verificationStrategy: by, verifiedAt: now };
  const verified: EmailAddress = { ...address, ...proof, updatedAt: now };
  await storeEmailAddress(queries, verified);
  const primary = primaryEmailAddressId ? {} : { primaryEmailAddressId: address.id };
  await updateUserFields(queries, user, primary, now);
  await recordEvent(queries, instanceId, { type: 'user.updated', actor, data: { id: userId } });
  return verified;
}
