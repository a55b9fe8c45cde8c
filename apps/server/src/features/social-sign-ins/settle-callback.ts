import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type OAuthError, sealAnswer, updateOAuthOutcome } from '../oauth-attempts/index.ts';
import { findWaitingSignInForUpdate } from '../sign-ins/index.ts';
import {
  findWaitingSignUpForUpdate,
  prepareCompletion,
  storeSignUpStepIn,
  withExternalProfile,
} from '../sign-ups/index.ts';
import { findOwnerIn } from './find-owner.ts';
import { settleConnectionIn } from './settle-connection.ts';
import type { Settled, ToSettle } from './settlement.ts';
import { signInOwnerIn } from './sign-in-owner.ts';

/**
 * Draws the consequence of what a provider said, in the caller's transaction, and notes it on the visit.
 * @throws Refusal when nothing may follow from it; then nothing is stored
 */
export async function settleCallbackIn(
  queries: Queries,
  dependencies: Dependencies,
  input: ToSettle,
): Promise<Settled> {
  const settle = { sign_in: settleSignInIn, sign_up: settleSignUpIn, connect: settleConnectionIn };
  const settled = await settle[input.attempt.purpose](queries, dependencies, input);
  const { attempt, answer } = input;
  const { status, error } = settled;
  // The other half of a transfer, and a sign-up that still lacks something, need it again.
  const isKept = attempt.purpose !== 'connect' && status !== 'failed';
  const answerSealed = isKept ? sealAnswer(dependencies, attempt, answer) : null;
  await updateOAuthOutcome(queries, { ...attempt, status, error, answerSealed });
  return settled;
}

async function settleSignInIn(
  queries: Queries,
  dependencies: Dependencies,
  { browser, attempt, answer }: ToSettle,
): Promise<Settled> {
  const { instance, client } = browser;
  const key = { instanceId: instance.id, clientId: client.id, now: dependencies.clock.now() };
  const signIn = await findWaitingSignInForUpdate(queries, { ...key, oauthAttemptId: attempt.id });
  if (!signIn) throw new Refusal('client_state_invalid');
  const owner = await findOwnerIn(queries, attempt, answer);
  if (owner.kind === 'nobody') {
    const isClosed = instance.kind === 'operators' || instance.settings.signUpMode === 'closed';
    const error: OAuthError = { code: 'external_account_not_found', meta: {} };
    return { status: isClosed ? 'failed' : 'transferable', error, issued: null };
  }
  const { issued } = await signInOwnerIn(queries, dependencies, { browser, signIn, owner, attempt, answer });
  return { status: 'verified', error: null, issued };
}

async function settleSignUpIn(
  queries: Queries,
  dependencies: Dependencies,
  { browser, attempt, answer }: ToSettle,
): Promise<Settled> {
  const { instance, client } = browser;
  const key = { instanceId: instance.id, clientId: client.id, now: dependencies.clock.now() };
  const signUp = await findWaitingSignUpForUpdate(queries, { ...key, oauthAttemptId: attempt.id });
  if (!signUp) throw new Refusal('client_state_invalid');
  const owner = await findOwnerIn(queries, attempt, answer);
  if (owner.kind !== 'nobody')
    return { status: 'transferable', error: { code: 'external_account_exists', meta: {} }, issued: null };
  // Before the completion: it reads the answer from there.
  const answerSealed = sealAnswer(dependencies, attempt, answer);
  await updateOAuthOutcome(queries, { ...attempt, status: 'verified', error: null, answerSealed });
  const { strategy } = attempt;
  const answered = withExternalProfile(signUp, { attemptId: attempt.id, strategy, profile: answer.profile });
  const completion = prepareCompletion(dependencies, browser);
  const { issued } = await storeSignUpStepIn(queries, { ...answered, updatedAt: key.now }, completion);
  return { status: 'verified', error: null, issued };
}
