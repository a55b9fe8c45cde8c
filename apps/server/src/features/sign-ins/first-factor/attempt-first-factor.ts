import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { findUser } from '../../users/index.ts';
import { findVerification, tryCode } from '../../verifications/index.ts';
import { passFirstFactorIn, prepareSignInSession, requireMaySignIn } from '../complete-sign-in.ts';
import { requireStatus } from '../get-sign-in.ts';
import { setNewPassword } from '../set-new-password.ts';
import { canTransfer, type SignIn } from '../sign-in.ts';
import { requireNoSession, type SignInBrowser, type SignInStep } from '../sign-in-browser.ts';
import { findSignIn, findSignInForUpdate, updateSignIn } from '../sign-in-store.ts';
import { checkSignInPassword } from './check-sign-in-password.ts';
import { passPasswordIn, refuseCompromisedPassword } from './compromised-password.ts';
import { refuseUnofferedStrategy } from './offered-factors.ts';
import { requireCodeStrategy } from './prepare-first-factor.ts';

export interface FirstFactorAttempt {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly strategy: string;
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

/**
 * Tries a password or a code.
 * @throws Refusal resource_not_found, client_state_invalid, session_exists, form_password_incorrect, form_password_compromised,
 * form_code_incorrect, verification_*, user_locked, user_banned, too_many_requests, form_param_*
 */
export async function attemptFirstFactor(
  dependencies: Dependencies,
  attempt: FirstFactorAttempt,
): Promise<SignInStep> {
  await requireNoSession(dependencies, attempt.browser);
  if (attempt.strategy === 'password') return attemptPassword(dependencies, attempt);
  const step = await attemptCode(dependencies, attempt);
  if (step.signIn.status !== 'needs_new_password' || !attempt.password) return step;
  const { browser, id, password } = attempt;
  return setNewPassword(dependencies, { browser, id, password, signOutOfOtherSessions: false });
}

const keyOf = (attempt: FirstFactorAttempt, now: Date) => ({
  instanceId: attempt.browser.instance.id,
  clientId: attempt.browser.client.id,
  id: attempt.id,
  now,
});

async function attemptPassword(dependencies: Dependencies, attempt: FirstFactorAttempt): Promise<SignInStep> {
  const { clock, database } = dependencies;
  const { browser, password } = attempt;
  const key = keyOf(attempt, clock.now());
  const { instanceId } = key;
  if (!password) throw new Refusal('form_param_nil', { param_name: 'password' });
  const signIn = requireStatus(await findSignIn(database.queries, key), 'needs_first_factor');
  refuseUnofferedStrategy(signIn, browser.instance.settings, 'password');
  const { userId, identifier } = signIn;
  // Asked for nobody too: one statement more or less is what a stopwatch would see.
  const user = await findUser(database.queries, instanceId, userId ?? '');
  const { ipAddress } = browser;
  const typed = { instanceId, user, identifier: identifier ?? '', password, ipAddress };
  await checkSignInPassword(dependencies, typed);
  if (!user) throw new Error('a password of nobody passed'); // checkSignInPassword refuses these.
  requireMaySignIn(user, key.now);
  refuseCompromisedPassword(user, browser.instance.settings);
  const prepared = prepareSignInSession(dependencies, { browser, userId: user.id, strategy: 'password' });
  return database.transaction(async (queries) => {
    const current = requireStatus(await findSignInForUpdate(queries, key), 'needs_first_factor');
    return passPasswordIn(queries, { signIn: current, user, prepared });
  });
}

async function attemptCode(dependencies: Dependencies, attempt: FirstFactorAttempt): Promise<SignInStep> {
  const { clock, database } = dependencies;
  const { browser, code } = attempt;
  const strategy = requireCodeStrategy(attempt.strategy);
  const key = keyOf(attempt, clock.now());
  if (!code) throw new Refusal('form_param_nil', { param_name: 'code' });
  const { userId } = requireStatus(await findSignIn(database.queries, key), 'needs_first_factor');
  const prepared = prepareSignInSession(dependencies, { browser, userId: userId ?? '', strategy });
  const step = await database.transaction(async (queries) => {
    const signIn = requireStatus(await findSignInForUpdate(queries, key), 'needs_first_factor');
    if (!(await isRightCode(queries, signIn, { strategy, code, now: key.now }))) return null;
    const user = userId === null ? null : await findUser(queries, key.instanceId, userId);
    // The code of an address of nobody, who may sign up with it.
    if (!user) return strategy === 'email_code' && canTransfer(signIn) ? { signIn, issued: null } : null;
    requireMaySignIn(user, key.now);
    if (strategy === 'email_code') return passFirstFactorIn(queries, { signIn, user, prepared });
    const verified: SignIn = {
      ...signIn,
      status: 'needs_new_password',
      verifiedStrategy: strategy,
      updatedAt: key.now,
    };
    await updateSignIn(queries, verified);
    return { signIn: verified, issued: null };
  });
  if (!step) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return step;
}

/** A code that was sent for one strategy is no answer to another. */
async function isRightCode(
  queries: Queries,
  { instanceId, verificationId }: SignIn,
  { strategy, code, now }: { strategy: string; code: string; now: Date },
): Promise<boolean> {
  const verification = verificationId && (await findVerification(queries, instanceId, verificationId));
  if (!verification || verification.strategy !== strategy) throw new Refusal('verification_missing');
  return (await tryCode(queries, { instanceId, verificationId: verification.id, code, now })).ok;
}
