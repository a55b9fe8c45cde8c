import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
import { requireUnfinished } from './get-sign-up.ts';
import { prepareSignUpVerification } from './prepare-sign-up-verification.ts';
import type { SignUp } from './sign-up.ts';
import { checkSignUpFields, type SignUpInput } from './sign-up-fields.ts';
import { findSignUp, findSignUpForUpdate, updateSignUp as updateSignUpRow } from './sign-up-store.ts';

const STRATEGIES: ReadonlySet<string> = new Set(['password', 'email_code', 'email_link']);

interface SignUpChange {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly input: SignUpInput & {
    /** `email_code` and `email_link` send the mail to the address in the same call. */
    readonly strategy?: string | undefined;
    /** Links: where the browser goes when it has followed it. */
    readonly redirectUrl?: string | undefined;
  };
  /** Sends the person to another provider, in the same transaction: nothing is completed before they are back. */
  readonly visitIn?: (queries: Queries, changed: SignUp) => Promise<SignUp>;
}

/**
 * Adds or changes what was said; another address has to be proved again (an invited one stays).
 * @throws Refusal resource_not_found, sign_up_cannot_be_updated, form_*
 */
export async function updateSignUp(
  dependencies: Dependencies,
  { browser, id, input, visitIn }: SignUpChange,
): Promise<SignUpStep> {
  const { clock, database } = dependencies;
  const { strategy, redirectUrl } = input;
  if (strategy !== undefined && !STRATEGIES.has(strategy))
    throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
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
  const step = await refuseConflicts(() =>
    database.transaction(async (queries) => {
      const current = requireUnfinished(await findSignUpForUpdate(queries, key));
      const changed: SignUp = { ...current, ...fields, updatedAt: now };
      if (!visitIn) return storeSignUpStepIn(queries, changed, completion);
      const waiting = await visitIn(queries, changed);
      await updateSignUpRow(queries, waiting);
      return { signUp: waiting, issued: null };
    }),
  );
  const isMailed = strategy === 'email_code' || strategy === 'email_link';
  if (!isMailed || input.emailAddress === undefined || step.issued) return step;
  const request = { browser, id, strategy, redirectUrl };
  return { ...step, signUp: await prepareSignUpVerification(dependencies, request) };
}
