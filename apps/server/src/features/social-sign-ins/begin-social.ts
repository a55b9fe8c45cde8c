import type { Dependencies } from '../../dependencies.ts';
import { insertOAuthAttempt, type OAuthBeginning, prepareOAuthAttempt } from '../oauth-attempts/index.ts';
import {
  deleteUnfinishedSignIns,
  insertSignIn,
  newSignIn,
  requireNoSession,
  type SignIn,
  type SignInBrowser,
  type SignInStep,
  type SocialRequest,
} from '../sign-ins/index.ts';
import {
  createSignUp,
  deleteUnfinishedSignUps,
  type SignUpInput,
  type SignUpStep,
  updateSignUp,
} from '../sign-ups/index.ts';

const beginningOf = (
  { instance, client, frontendUrl }: SignInBrowser,
  purpose: 'sign_in' | 'sign_up',
  request: SocialRequest,
): OAuthBeginning => ({
  instance,
  clientId: client.id,
  purpose,
  callbackUrl: `${frontendUrl}/v1/oauth_callback`,
  strategy: request.strategy,
  redirectUrl: request.redirectUrl,
  actionCompleteRedirectUrl: request.actionCompleteRedirectUrl,
  prompt: request.prompt,
  loginHint: request.loginHint,
});

/**
 * Begins a sign-in at another provider; what the browser was in the middle of is dropped, since the page that it
 * comes back to reads both attempts (frontend-api.md 5.6).
 * @throws Refusal session_exists, form_param_*, redirect_url_not_allowed, oauth_provider_unavailable
 */
export async function beginSocialSignIn(
  dependencies: Dependencies,
  { browser, request }: { browser: SignInBrowser; request: SocialRequest },
): Promise<SignInStep> {
  await requireNoSession(dependencies, browser);
  const prepared = await prepareOAuthAttempt(dependencies, beginningOf(browser, 'sign_in', request));
  const signIn: SignIn = { ...newSignIn(dependencies, browser), oauthAttemptId: prepared.attempt.id };
  await dependencies.database.transaction(async (queries) => {
    await deleteUnfinishedSignIns(queries, signIn.instanceId, signIn.clientId);
    await deleteUnfinishedSignUps(queries, signIn.instanceId, signIn.clientId);
    await insertOAuthAttempt(queries, prepared.attempt, prepared.stateHash);
    await insertSignIn(queries, signIn);
  });
  return { signIn, issued: null };
}

/**
 * Begins a sign-up at another provider.
 * @throws Refusal sign_up_mode_restricted, session_exists, form_*, redirect_url_not_allowed, oauth_provider_unavailable
 */
export async function beginSocialSignUp(
  dependencies: Dependencies,
  { browser, request, input }: { browser: SignInBrowser; request: SocialRequest; input: SignUpInput },
): Promise<SignUpStep> {
  const { attempt, stateHash } = await prepareOAuthAttempt(
    dependencies,
    beginningOf(browser, 'sign_up', request),
  );
  return createSignUp(dependencies, {
    browser,
    input,
    enrichIn: async (queries, begun) => {
      await deleteUnfinishedSignIns(queries, begun.instanceId, begun.clientId);
      await insertOAuthAttempt(queries, attempt, stateHash);
      return { ...begun, oauthAttemptId: attempt.id };
    },
  });
}

/**
 * Sends the person in the middle of a sign-up to another provider; what they said and proved so far is kept.
 * @throws Refusal resource_not_found, sign_up_cannot_be_updated, form_*, redirect_url_not_allowed,
 * oauth_provider_unavailable
 */
export async function continueSocialSignUp(
  dependencies: Dependencies,
  input: { browser: SignInBrowser; request: SocialRequest; id: string; input: SignUpInput },
): Promise<SignUpStep> {
  const { request, ...change } = input;
  const beginning = beginningOf(change.browser, 'sign_up', request);
  const { attempt, stateHash } = await prepareOAuthAttempt(dependencies, beginning);
  return updateSignUp(dependencies, {
    ...change,
    visitIn: async (queries, changed) => {
      await deleteUnfinishedSignIns(queries, changed.instanceId, changed.clientId);
      await insertOAuthAttempt(queries, attempt, stateHash);
      // What another provider said before is not taken for this one's word.
      return { ...changed, oauthAttemptId: attempt.id, externalAccountStrategy: null };
    },
  });
}
