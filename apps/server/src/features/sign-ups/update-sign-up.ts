import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
import { requireUnfinished } from './get-sign-up.ts';
import { checkSignUpFields, type SignUpInput } from './sign-up-fields.ts';
import { findSignUp, findSignUpForUpdate } from './sign-up-store.ts';

/**
 * Adds or changes what was said; another address has to be proved again (an invited one stays).
 * @throws Refusal resource_not_found, sign_up_cannot_be_updated, form_*
 */
export async function updateSignUp(
  dependencies: Dependencies,
  { browser, id, input }: { browser: SignInBrowser; id: string; input: SignUpInput },
): Promise<SignUpStep> {
  const { clock, database } = dependencies;
  const now = clock.now();
  const key = { instanceId: browser.instance.id, clientId: browser.client.id, id, now };
  const before = requireUnfinished(await findSignUp(database.queries, key));
  if (before.emailVerifiedBy === 'ticket' && input.emailAddress)
    throw new Refusal('form_conditional_param_disallowed', {
      param_name: 'email_address',
      reason: 'the invitation names the address',
    });
  const fields = await checkSignUpFields(dependencies, browser.instance, { input, known: before });
  const completion = prepareCompletion(dependencies, browser);
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const current = requireUnfinished(await findSignUpForUpdate(queries, key));
      return storeSignUpStepIn(queries, { ...current, ...fields, updatedAt: now }, completion);
    }),
  );
}
