import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import {
  type OAuthAttempt,
  type ProviderAnswer,
  takeTransferableAnswerIn,
  updateOAuthOutcome,
} from '../oauth-attempts/index.ts';
import {
  deleteUnfinishedSignIns,
  findCurrentSignIn,
  insertSignIn,
  newSignIn,
  requireNoSession,
  type SignInBrowser,
  type SignInStep,
} from '../sign-ins/index.ts';
import {
  createSignUp,
  deleteUnfinishedSignUps,
  findCurrentSignUp,
  type SignUpInput,
  type SignUpStep,
  withExternalProfile,
} from '../sign-ups/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { findOwnerIn } from './find-owner.ts';
import { signInOwnerIn } from './sign-in-owner.ts';

const keyOf = ({ clock }: Pick<Dependencies, 'clock'>, { instance, client }: SignInBrowser) => ({
  instanceId: instance.id,
  clientId: client.id,
  now: clock.now(),
});

/**
 * A sign-up at a provider that ended at somebody's account becomes a sign-in.
 * @throws Refusal account_transfer_invalid, session_exists, user_banned, identifier_already_signed_in
 */
export async function transferToSignIn(
  dependencies: Dependencies,
  browser: SignInBrowser,
): Promise<SignInStep> {
  await requireNoSession(dependencies, browser);
  const key = keyOf(dependencies, browser);
  const { instanceId, clientId } = key;
  const signIn = newSignIn(dependencies, browser);
  return refuseConflicts(() =>
    dependencies.database.transaction(async (queries) => {
      const signUp = await findCurrentSignUp(queries, key);
      const source = { instanceId, clientId, id: signUp?.oauthAttemptId ?? null };
      const taken = await takeIn(queries, dependencies, { ...source, purpose: 'sign_up' });
      const owner = await findOwnerIn(queries, taken.attempt, taken.answer);
      if (owner.kind === 'nobody') throw new Refusal('account_transfer_invalid');
      await deleteUnfinishedSignUps(queries, instanceId, clientId);
      await deleteUnfinishedSignIns(queries, instanceId, clientId);
      await insertSignIn(queries, signIn);
      return signInOwnerIn(queries, dependencies, { browser, signIn, owner, ...taken });
    }),
  );
}

/**
 * A sign-in at a provider that ended at nobody becomes a sign-up. Null when the browser is in the middle of no
 * such sign-in: another kind of transfer may be meant.
 * @throws Refusal account_transfer_invalid, external_account_exists, sign_up_mode_restricted, form_*
 */
export async function transferToSignUp(
  dependencies: Dependencies,
  { browser, input }: { browser: SignInBrowser; input: SignUpInput },
): Promise<SignUpStep | null> {
  const current = await findCurrentSignIn(dependencies.database.queries, keyOf(dependencies, browser));
  const id = current?.oauthAttemptId ?? null;
  if (id === null) return null;
  return createSignUp(dependencies, {
    browser,
    input,
    enrichIn: async (queries, begun) => {
      const { instanceId, clientId } = begun;
      const taken = await takeIn(queries, dependencies, { instanceId, clientId, id, purpose: 'sign_in' });
      const { attempt, answer } = taken;
      const owner = await findOwnerIn(queries, attempt, answer);
      if (owner.kind !== 'nobody') throw new Refusal('external_account_exists');
      await deleteUnfinishedSignIns(queries, instanceId, clientId);
      const { strategy } = attempt;
      return withExternalProfile(begun, { attemptId: id, strategy, profile: answer.profile });
    },
  });
}

/** The answer, and the visit marked as one that has led somewhere. */
async function takeIn(
  queries: Queries,
  dependencies: Dependencies,
  source: Parameters<typeof takeTransferableAnswerIn>[2],
): Promise<{ attempt: OAuthAttempt; answer: ProviderAnswer }> {
  const taken = await takeTransferableAnswerIn(queries, dependencies, source);
  const attempt: OAuthAttempt = { ...taken.attempt, status: 'verified', error: null };
  await updateOAuthOutcome(queries, attempt);
  return { attempt, answer: taken.answer };
}
