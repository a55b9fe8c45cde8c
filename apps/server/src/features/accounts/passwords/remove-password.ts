import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { recordEvent } from '../../events/index.ts';
import { getUser, hasPassword, type User, updateUserFields } from '../../users/index.ts';
import type { AccountHolder } from '../authenticate-account.ts';
import { verifyPassword } from './verify-password.ts';

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
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  if (!hasPassword(user)) throw new Refusal('no_password_set');
  const hasOtherWay = user.emailAddresses.some(({ verified }) => verified);
  if (instance.settings.password === 'required' || !hasOtherWay) throw new Refusal('password_required');
  if (!currentPassword) throw new Refusal('form_param_missing', { param_name: 'current_password' });
  if (!(await verifyPassword(dependencies, { user, password: currentPassword })))
    throw new Refusal('form_password_incorrect', { param_name: 'current_password' });
  const now = clock.now();
  const actor = { type: 'user' as const, id: userId };
  await database.transaction(async (queries) => {
    await updateUserFields(queries, user, { passwordHash: null, passwordUpdatedAt: null }, now);
    await recordEvent(queries, instance.id, { type: 'user.password_removed', actor, data: { id: userId } });
  });
  return getUser(dependencies, { instanceId: instance.id, userId });
}
