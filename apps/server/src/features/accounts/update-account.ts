import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Actor } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { revokeSessionsOfUserIn } from '../sessions/index.ts';
import { getUser, primaryEmailAddress, type User, type UserUpdate, updateUser } from '../users/index.ts';
import type { AccountHolder } from './authenticate-account.ts';
import { notifyPreviousAddress } from './email-addresses/notify-previous-address.ts';

/**
 * Changes a user on behalf of a backend, and ends all its sessions when that was asked for.
 * @throws Refusal resource_not_found, form_*
 */
export async function updateAccount(
  dependencies: Dependencies,
  input: {
    instance: Instance;
    actor: Actor;
    userId: string;
    update: UserUpdate;
    signOutOfOtherSessions: boolean;
    /** Tells the address that was primary before. */
    notifyPrevious?: boolean;
  },
): Promise<User> {
  const { instance, actor, userId, signOutOfOtherSessions } = input;
  const before = input.notifyPrevious && (await getUser(dependencies, { instanceId: instance.id, userId }));
  const user = await updateUser(dependencies, input);
  const next = primaryEmailAddress(user);
  if (before && next)
    await notifyPreviousAddress(dependencies, { instance, previous: primaryEmailAddress(before), next });
  if (!signOutOfOtherSessions) return user;
  const now = dependencies.clock.now();
  const all = { instanceId: instance.id, userId, exceptSessionId: null, actor, now };
  await dependencies.database.transaction((queries) => revokeSessionsOfUserIn(queries, all));
  return user;
}

/**
 * The signed-in user changes the own account, as far as the instance's settings have it.
 * @throws Refusal form_param_unknown for a username where there are none, form_param_nil for taking away what
 * is required; whatever updateUser throws
 */
export async function updateOwnAccount(
  dependencies: Dependencies,
  { holder, update }: { holder: AccountHolder; update: UserUpdate },
): Promise<User> {
  const { instance, userId } = holder;
  const { settings } = instance;
  if (update.username !== undefined && settings.username === 'off')
    throw new Refusal('form_param_unknown', { param_name: 'username' });
  const { firstName, lastName, ...rest } = update;
  const allowed: UserUpdate = {
    ...rest,
    // The published profile page sends both names, also where it shows one of them.
    ...(settings.firstName !== 'off' && firstName !== undefined && { firstName }),
    ...(settings.lastName !== 'off' && lastName !== undefined && { lastName }),
  };
  const required = [
    ['username', settings.username, allowed.username],
    ['first_name', settings.firstName, allowed.firstName],
    ['last_name', settings.lastName, allowed.lastName],
  ] as const;
  const emptied = required.find(([, requirement, value]) => requirement === 'required' && value === '');
  if (emptied) throw new Refusal('form_param_nil', { param_name: emptied[0] });
  const actor = { type: 'user' as const, id: userId };
  return updateUser(dependencies, { instance, actor, userId, update: allowed });
}
