import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { recordEvent } from '../../events/index.ts';
import { revokeSessionsOfUserIn } from '../../sessions/index.ts';
import {
  assertAcceptablePassword,
  getUser,
  hasPassword,
  identifiersOf,
  normalizePassword,
  type User,
  updateUserFields,
} from '../../users/index.ts';
import type { AccountHolder } from '../authenticate-account.ts';
import { verifyPassword } from './verify-password.ts';

export interface PasswordChange {
  readonly currentPassword?: string | undefined;
  readonly newPassword: string;
  /** Ends the user's sessions in every other browser. */
  readonly signOutOfOtherSessions: boolean;
}

/**
 * Sets the signed-in user's password; one that exists must be given.
 * @throws Refusal form_param_missing, form_password_incorrect, form_new_password_matches_current,
 * form_password_*, user_locked
 */
export async function changePassword(
  dependencies: Dependencies,
  { holder, change }: { holder: AccountHolder; change: PasswordChange },
): Promise<User> {
  const { clock, database, passwords } = dependencies;
  const instanceId = holder.instance.id;
  const user = await getUser(dependencies, { instanceId, userId: holder.userId });
  const { newPassword } = change;
  if (hasPassword(user)) await requireCurrentPassword(dependencies, user, change);
  assertAcceptablePassword(newPassword, 'new_password', identifiersOf(user));
  const passwordHash = await passwords.hash(normalizePassword(newPassword));
  const now = clock.now();
  const actor = { type: 'user' as const, id: user.id };
  await database.transaction(async (queries) => {
    await updateUserFields(
      queries,
      user,
      { passwordHash, passwordUpdatedAt: now, passwordCompromised: false },
      now,
    );
    await recordEvent(queries, instanceId, { type: 'user.password_changed', actor, data: { id: user.id } });
    const others = { instanceId, userId: user.id, exceptSessionId: holder.session.id, actor, now };
    if (change.signOutOfOtherSessions) await revokeSessionsOfUserIn(queries, others);
  });
  return getUser(dependencies, { instanceId, userId: user.id });
}

async function requireCurrentPassword(
  dependencies: Dependencies,
  user: User,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  if (!currentPassword) throw new Refusal('form_param_missing', { param_name: 'current_password' });
  if (!(await verifyPassword(dependencies, { user, password: currentPassword })))
    throw new Refusal('form_password_incorrect', { param_name: 'current_password' });
  if (normalizePassword(currentPassword) === normalizePassword(newPassword))
    throw new Refusal('form_new_password_matches_current', { param_name: 'new_password' });
}
