import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { sendCode, sendEmailLink } from '../verifications/index.ts';
import { requireUnfinished } from './get-sign-up.ts';
import type { SignUp } from './sign-up.ts';
import { findSignUp, findSignUpForUpdate, updateSignUp } from './sign-up-store.ts';

export interface SignUpVerificationRequest {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly strategy: string;
  /** Links: where the browser goes when it has followed it. */
  readonly redirectUrl?: string | undefined;
}

/**
 * Sends a code or a link to the attempt's address. The attempt names the strategy only after that
 * (frontend-api.md 4.9).
 * @throws Refusal resource_not_found, sign_up_cannot_be_updated, form_param_value_invalid (strategy),
 * verification_missing (no address yet), verification_already_verified, redirect_url_not_allowed,
 * too_many_requests
 */
export async function prepareSignUpVerification(
  dependencies: Dependencies,
  request: SignUpVerificationRequest,
): Promise<SignUp> {
  const { clock, database } = dependencies;
  const { browser, id } = request;
  const { instance, client } = browser;
  const strategy = instance.settings.emailStrategies.find((offered) => offered === request.strategy);
  if (!strategy) throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  const key = { instanceId: instance.id, clientId: client.id, id, now: clock.now() };
  const { emailAddress, emailVerifiedBy } = requireUnfinished(await findSignUp(database.queries, key));
  if (emailAddress === null) throw new Refusal('verification_missing', { param_name: 'email_address' });
  if (emailVerifiedBy !== null) throw new Refusal('verification_already_verified');
  const mail = { instance, emailAddress, deliver: true };
  const verification =
    strategy === 'email_code'
      ? await sendCode(dependencies, { ...mail, strategy })
      : await sendEmailLink(dependencies, {
          ...mail,
          purpose: 'sign_up',
          subjectId: id,
          clientId: client.id,
          frontendUrl: browser.frontendUrl,
          redirectUrl: request.redirectUrl,
        });
  return database.transaction(async (queries) => {
    const current = requireUnfinished(await findSignUpForUpdate(queries, key));
    // Changed meanwhile: the code that went out proves another address, so it proves nothing here.
    if (current.emailAddress !== emailAddress) return current;
    const prepared = { ...current, verificationId: verification.id, updatedAt: key.now };
    await updateSignUp(queries, prepared);
    return prepared;
  });
}
