import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { type EmailLink, findAskingClientId, useEmailLinkIn } from '../verifications/index.ts';
import { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
import { requireUnfinished } from './get-sign-up.ts';
import { isReady, type SignUp } from './sign-up.ts';
import { findSignUp, findSignUpForUpdate, updateSignUp } from './sign-up-store.ts';

/**
 * Follows the link of a sign-up. In the browser that asked for it user and session are made at once if nothing
 * else is missing; opened elsewhere the address is proved, and the asking browser goes on when it next looks
 * (`finishSignUpByLink`).
 * @param browser the one that follows the link; null for one without a client
 * @throws Refusal verification_expired, verification_failed for a used or replaced link, resource_not_found,
 * sign_up_cannot_be_updated, form_identifier_exists (taken meanwhile)
 */
export async function followSignUpLink(
  dependencies: Dependencies,
  { browser, link }: { browser: SignInBrowser | null; link: EmailLink },
): Promise<SignUpStep> {
  const { clock, database } = dependencies;
  const now = clock.now();
  const { instanceId, clientId, subjectId } = link;
  const asking = browser?.client.id === clientId ? browser : null;
  const completion = asking && prepareCompletion(dependencies, asking);
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const key = { instanceId, clientId, id: subjectId, now };
      const signUp = requireUnfinished(await findSignUpForUpdate(queries, key));
      if (signUp.verificationId !== link.verificationId) throw new Refusal('verification_failed');
      await useEmailLinkIn(queries, { link, clientId: browser?.client.id ?? null, now });
      const proved = { ...signUp, emailVerifiedBy: 'email_link' as const, updatedAt: now };
      if (completion) return storeSignUpStepIn(queries, proved, completion);
      await updateSignUp(queries, proved);
      return { signUp: proved, issued: null };
    }),
  );
}

/**
 * Makes user and session of a sign-up whose link was followed in another browser; null when there is nothing to
 * go on with.
 * @throws Refusal form_identifier_exists (taken meanwhile), session_exists
 */
export async function finishSignUpByLink(
  dependencies: Dependencies,
  { browser, id }: { browser: SignInBrowser; id: string },
): Promise<SignUpStep | null> {
  const { clock, database } = dependencies;
  const key = { instanceId: browser.instance.id, clientId: browser.client.id, id, now: clock.now() };
  const found = await findSignUp(database.queries, key);
  if (found?.emailVerifiedBy !== 'email_link' || !isReady(found, browser.instance.settings)) return null;
  const completion = prepareCompletion(dependencies, browser);
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const signUp = await findSignUpForUpdate(queries, key);
      return signUp?.status === 'missing_requirements'
        ? storeSignUpStepIn(queries, signUp, completion)
        : null;
    }),
  );
}

/**
 * A complete sign-up, for the page that waited for its link and asked with the cookie that the link has just
 * changed; null for anybody else.
 */
export async function completeSignUpForWaitingPage(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  { instance, id, secretHash }: { instance: Instance; id: string; secretHash: Buffer | null },
): Promise<SignUp | null> {
  if (!secretHash) return null;
  const asker = { instanceId: instance.id, subjectId: id, secretHash, now: clock.now() };
  const clientId = await findAskingClientId(database.queries, asker);
  const signUp = clientId && (await findSignUp(database.queries, { ...asker, clientId, id }));
  return signUp && signUp.status === 'complete' ? signUp : null;
}
