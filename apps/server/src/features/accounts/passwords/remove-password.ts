import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import { revokeSessionsOfUserIn } from '../../sessions/index.ts';
import { findUserForUpdate, getUser, hasPassword, type User, updateUserFields } from '../../users/index.ts';
import type { AccountHolder } from '../authenticate-account.ts';
import { hasOwnWayIn } from '../own-way-in.ts';
import { verifyPassword } from './verify-password.ts';

/** A password that is not there is not known to others either. */
const NO_PASSWORD = { passwordHash: null, passwordUpdatedAt: null, passwordCompromised: false };

/**
 * Takes the signed-in user's password away; afterwards codes to the proved address are the way in.
 * @throws Refusal no_password_set, form_param_missing, form_password_incorrect, user_locked; password_required
 * where the instance wants everybody to have one, or the user has no other way to sign in
 */
export async function removePassword(
  dependencies: Dependencies,
  { holder, currentPassword }: { holder: AccountHolder; currentPassword: string | undefined },
): Promise<User> {
  const { clock, database } = dependencies;
  const { instance, userId } = holder;
  const requireOtherWay = (current: User) => {
    const without = { ...current, passwordHash: null, passwordDigest: null };
    if (instance.settings.password === 'required' || !hasOwnWayIn(without, instance.settings))
      throw new Refusal('password_required');
  };
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  if (!hasPassword(user)) throw new Refusal('no_password_set');
  requireOtherWay(user);
  if (!currentPassword) throw new Refusal('form_param_missing', { param_name: 'current_password' });
  if (!(await verifyPassword(dependencies, { user, password: currentPassword })))
    throw new Refusal('form_password_incorrect', { param_name: 'current_password' });
  const now = clock.now();
  const actor = { type: 'user' as const, id: userId };
  await database.transaction(async (queries) => {
    const current = await findUserForUpdate(queries, instance.id, userId);
    if (!current) throw new Refusal('authentication_invalid');
    // Once more: the last address may have gone meanwhile.
    requireOtherWay(current);
    await updateUserFields(queries, current, NO_PASSWORD, now);
    await recordEvent(queries, instance.id, { type: 'user.password_removed', actor, data: { id: userId } });
  });
  return getUser(dependencies, { instanceId: instance.id, userId });
}

/**
 * Takes a user's password away on behalf of a backend, also where the user has no other way to sign in. Without
 * one nothing is changed.
 * @throws Refusal resource_not_found
 */
export async function removePasswordOfUser(
  { clock, database }: Dependencies,
  input: { instanceId: string; userId: string; actor: Actor; signOutOfOtherSessions: boolean },
): Promise<User> {
  const { instanceId, userId, actor, signOutOfOtherSessions } = input;
  const now = clock.now();
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    const all = { instanceId, userId, exceptSessionId: null, actor, now };
    if (signOutOfOtherSessions) await revokeSessionsOfUserIn(queries, all);
    if (!hasPassword(user)) return user;
    await updateUserFields(queries, user, NO_PASSWORD, now);
    await recordEvent(queries, instanceId, { type: 'user.password_removed', actor, data: { id: userId } });
    return { ...user, ...NO_PASSWORD, passwordDigest: null, updatedAt: now };
  });
}
