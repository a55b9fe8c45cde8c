import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { keepExternalAccountIn, type OAuthAttempt, type ProviderAnswer } from '../oauth-attempts/index.ts';
import {
  passFirstFactorIn,
  prepareSignInSession,
  requireMaySignIn,
  type SignIn,
  type SignInBrowser,
  type SignInStep,
  updateSignIn,
} from '../sign-ins/index.ts';
import { findUser } from '../users/index.ts';
import type { Owner } from './find-owner.ts';

/**
 * Signs the owner of an account in, in the caller's transaction. Whoever only claims the owner's address goes on
 * with another factor of that address, and nothing is linked.
 * @throws Refusal user_banned, identifier_already_signed_in
 */
export async function signInOwnerIn(
  queries: Queries,
  dependencies: Dependencies,
  input: {
    readonly browser: SignInBrowser;
    readonly signIn: SignIn;
    readonly owner: Exclude<Owner, { kind: 'nobody' }>;
    readonly attempt: OAuthAttempt;
    readonly answer: ProviderAnswer;
  },
): Promise<SignInStep> {
  const { browser, signIn, owner, attempt, answer } = input;
  if (owner.kind === 'claimed') {
    const begun: SignIn = {
      ...signIn,
      status: 'needs_first_factor',
      identifier: answer.profile.emailAddress,
      identifierKind: 'email_address',
      userId: owner.user.id,
      emailFactorId: dependencies.random.id('idn'),
      oauthAttemptId: null,
      updatedAt: dependencies.clock.now(),
    };
    await updateSignIn(queries, begun);
    return { signIn: begun, issued: null };
  }
  requireMaySignIn(owner.user, dependencies.clock.now());
  const { strategy, instanceId } = attempt;
  await keepExternalAccountIn(queries, dependencies, {
    user: owner.user,
    attempt,
    answer,
    existing: owner.account,
  });
  // Read again: it has the account now.
  const user = (await findUser(queries, instanceId, owner.user.id)) ?? owner.user;
  const prepared = prepareSignInSession(dependencies, { browser, userId: user.id, strategy });
  return passFirstFactorIn(queries, { signIn: { ...signIn, oauthAttemptId: attempt.id }, user, prepared });
}
