import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordEvent } from '../events/index.ts';
import { revokeSessionsOfUserIn } from '../sessions/index.ts';
import {
  assertAcceptablePassword,
  checkPassword,
  getUser,
  identifiersOf,
  normalizePassword,
  updateUserFields,
} from '../users/index.ts';
import { passFirstFactorIn, prepareSignInSession, requireMaySignIn } from './complete-sign-in.ts';
import { requireStatus } from './get-sign-in.ts';
import type { SignInBrowser, SignInStep } from './sign-in-browser.ts';
import { findSignIn, findSignInForUpdate } from './sign-in-store.ts';

export interface NewPasswordInput {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly password: string;
  readonly signOutOfOtherSessions: boolean;
}

/**
 * Ends a password reset: the code was right, so the new password is set and the user signed in.
 * @throws Refusal resource_not_found, client_state_invalid, form_password_*, user_banned,
 * form_new_password_matches_current for the one that was compromised
 */
export async function setNewPassword(
  dependencies: Dependencies,
  { browser, id, password, signOutOfOtherSessions }: NewPasswordInput,
): Promise<SignInStep> {
  const { clock, database, passwords } = dependencies;
  const now = clock.now();
  const instanceId = browser.instance.id;
  const key = { instanceId, clientId: browser.client.id, id, now };
  const signIn = requireStatus(await findSignIn(database.queries, key), 'needs_new_password');
  const found = await getUser(dependencies, { instanceId, userId: signIn.userId ?? '' });
  const user = requireMaySignIn(found, now);
  assertAcceptablePassword(password, 'password', identifiersOf(user));
  if (user.passwordCompromised && (await checkPassword(dependencies, user, password)))
    throw new Refusal('form_new_password_matches_current', { param_name: 'password' });
  const passwordHash = await passwords.hash(normalizePassword(password));
  const strategy = signIn.verifiedStrategy ?? 'reset_password_email_code';
  const prepared = prepareSignInSession(dependencies, { browser, userId: user.id, strategy });
  const actor = { type: 'user' as const, id: user.id };
  return database.transaction(async (queries) => {
    const current = requireStatus(await findSignInForUpdate(queries, key), 'needs_new_password');
    await updateUserFields(
      queries,
      user,
      { passwordHash, passwordUpdatedAt: now, passwordCompromised: false },
      now,
    );
    await recordEvent(queries, instanceId, { type: 'user.password_reset', actor, data: { id: user.id } });
    const others = { instanceId, userId: user.id, exceptSessionId: null, actor, now };
    if (signOutOfOtherSessions) await revokeSessionsOfUserIn(queries, others);
    return passFirstFactorIn(queries, { signIn: current, user, prepared });
  });
}
