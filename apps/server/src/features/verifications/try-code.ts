import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashCode } from './send-code.ts';
import { type Verification, verificationStatus } from './verification.ts';
import { findVerification, updateVerificationByTry } from './verification-store.ts';

/** A wrong try must be committed to be counted, so it is an outcome and no throw. */
export type CodeOutcome = { readonly ok: true; readonly verification: Verification } | { readonly ok: false };

/**
 * Tries a code once. Call it in the transaction of what the code unlocks, and answer
 * `form_code_incorrect` after that transaction was committed.
 * @throws Refusal verification_expired, verification_failed (tries used up), verification_already_verified
 */
export async function tryCode(
  queries: Queries,
  attempt: { instanceId: string; verificationId: string; code: string; now: Date },
): Promise<CodeOutcome> {
  const { instanceId, verificationId: id, now } = attempt;
  const sent = await findVerification(queries, instanceId, id);
  // A link is followed; trying a code against it must not use it up.
  if (sent?.strategy === 'email_link') throw new Refusal('verification_missing');
  const tried = await updateVerificationByTry(queries, {
    instanceId,
    id,
    codeHash: hashCode(id, attempt.code.trim()),
    now,
  });
  if (tried) return tried.verifiedAt ? { ok: true, verification: tried } : { ok: false };
  const verification = await findVerification(queries, instanceId, id);
  if (!verification) throw new Refusal('verification_missing');
  const status = verificationStatus(verification, now);
  if (status === 'verified') throw new Refusal('verification_already_verified');
  throw new Refusal(status === 'failed' ? 'verification_failed' : 'verification_expired');
}

/**
 * Tries a code once for a backend, which knows the verification by its id: a wrong code, one that is too late and
 * one that was tried too often are told by the status of the verification.
 * @param attempt.recipient the address or number that the code must have been sent to
 * @throws Refusal resource_not_found for an unknown verification, or somebody else's; verification_already_verified
 */
export async function tryCodeOfBackend(
  queries: Queries,
  attempt: {
    instanceId: string;
    verificationId: string;
    strategy: 'email_code' | 'phone_code';
    recipient: string;
    code: string;
    now: Date;
  },
): Promise<Verification> {
  const { instanceId, verificationId: id, strategy, recipient, code, now } = attempt;
  const sent = await findVerification(queries, instanceId, id);
  if (sent?.strategy !== strategy || (sent.emailAddress ?? sent.phoneNumber) !== recipient)
    throw new Refusal('resource_not_found', { param_name: 'verification_id' });
  const codeHash = hashCode(id, code.trim());
  const tried = await updateVerificationByTry(queries, { instanceId, id, codeHash, now });
  if (tried) return tried;
  const verification = (await findVerification(queries, instanceId, id)) ?? sent;
  if (verification.verifiedAt) throw new Refusal('verification_already_verified');
  return verification;
}
