import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { findVerification } from '../verifications/index.ts';
import { canTransfer } from './sign-in.ts';
import { deleteSignIn, findCurrentSignIn } from './sign-in-store.ts';

/** An address that a sign-in proved, and how. */
export interface TransferredAddress {
  readonly emailAddress: string;
  readonly emailVerifiedBy: 'email_code' | 'email_link';
}

/**
 * The address of nobody that the browser's sign-in proved, for a sign-up that goes on with it; the sign-in is
 * gone then, so that of parallel sign-ups one gets it. In the caller's transaction.
 * @throws Refusal account_transfer_invalid when there is no such sign-in
 */
export async function takeTransferableSignInIn(
  queries: Queries,
  key: { instanceId: string; clientId: string; now: Date },
): Promise<TransferredAddress> {
  const signIn = await findCurrentSignIn(queries, key);
  if (!signIn?.identifier || !signIn.verificationId || !canTransfer(signIn))
    throw new Refusal('account_transfer_invalid');
  const verification = await findVerification(queries, key.instanceId, signIn.verificationId);
  const strategy = verification?.strategy;
  if (!verification?.verifiedAt || (strategy !== 'email_code' && strategy !== 'email_link'))
    throw new Refusal('account_transfer_invalid');
  if (!(await deleteSignIn(queries, key.instanceId, signIn.id)))
    throw new Refusal('account_transfer_invalid');
  return { emailAddress: signIn.identifier, emailVerifiedBy: strategy };
}
