import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { requireNoSession, type SignInBrowser } from '../sign-ins/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { tryCode } from '../verifications/index.ts';
import { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
import { requireUnfinished } from './get-sign-up.ts';
import { findSignUpForUpdate } from './sign-up-store.ts';

/**
 * Tries the code; with the right one and nothing missing, user and session are made in the same transaction.
 * @throws Refusal form_code_incorrect, verification_expired, verification_failed, verification_missing,
 * resource_not_found, sign_up_cannot_be_updated, form_identifier_exists (taken meanwhile)
 */
export async function attemptSignUpVerification(
  dependencies: Dependencies,
  { browser, id, strategy, code }: { browser: SignInBrowser; id: string; strategy: string; code: string },
): Promise<SignUpStep> {
  const { clock, database } = dependencies;
  if (strategy !== 'email_code') throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  await requireNoSession(dependencies, browser);
  const now = clock.now();
  const key = { instanceId: browser.instance.id, clientId: browser.client.id, id, now };
  const completion = prepareCompletion(dependencies, browser);
  const step = await refuseConflicts(() =>
    database.transaction(async (queries) => {
      const signUp = requireUnfinished(await findSignUpForUpdate(queries, key));
      if (signUp.emailVerifiedBy !== null) throw new Refusal('verification_already_verified');
      const { instanceId, verificationId } = signUp;
      if (verificationId === null) throw new Refusal('verification_missing');
      const outcome = await tryCode(queries, { instanceId, verificationId, code, now });
      if (!outcome.ok) return null;
      const proved = { ...signUp, emailVerifiedBy: 'email_code' as const, updatedAt: now };
      return storeSignUpStepIn(queries, proved, completion);
    }),
  );
  if (!step) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return step;
}
