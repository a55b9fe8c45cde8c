import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { sendCode } from '../verifications/index.ts';
import { requireUnfinished } from './get-sign-up.ts';
import type { SignUp } from './sign-up.ts';
import { findSignUp, findSignUpForUpdate, updateSignUp } from './sign-up-store.ts';

/**
 * Sends a code to the attempt's address. The attempt names the strategy only after that (frontend-api.md 4.9).
 * @throws Refusal resource_not_found, sign_up_cannot_be_updated, form_param_value_invalid (strategy),
 * verification_missing (no address yet), verification_already_verified, too_many_requests
 */
export async function prepareSignUpVerification(
  dependencies: Dependencies,
  { browser, id, strategy }: { browser: SignInBrowser; id: string; strategy: string },
): Promise<SignUp> {
  const { clock, database } = dependencies;
  const { instance, client } = browser;
  if (strategy !== 'email_code') throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  const key = { instanceId: instance.id, clientId: client.id, id, now: clock.now() };
  const { emailAddress, emailVerifiedBy } = requireUnfinished(await findSignUp(database.queries, key));
  if (emailAddress === null) throw new Refusal('verification_missing', { param_name: 'email_address' });
  if (emailVerifiedBy !== null) throw new Refusal('verification_already_verified');
  const verification = await sendCode(dependencies, { instance, emailAddress, strategy, deliver: true });
  return database.transaction(async (queries) => {
    const current = requireUnfinished(await findSignUpForUpdate(queries, key));
    // Changed meanwhile: the code that went out proves another address, so it proves nothing here.
    if (current.emailAddress !== emailAddress) return current;
    const prepared = { ...current, verificationId: verification.id, updatedAt: key.now };
    await updateSignUp(queries, prepared);
    return prepared;
  });
}
