import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import { revokeSessionsOfUserIn } from '../../sessions/index.ts';
import { findUserForUpdate, hasPassword, type User, updateUserFields } from '../../users/index.ts';

export interface PasswordMark {
  readonly instance: Pick<Instance, 'id' | 'settings'>;
  readonly userId: string;
  readonly actor: Actor;
  /** True: it may be known to others, and nobody signs in with it any more until there is another one. */
  readonly compromised: boolean;
  /** Ends every session of the user too. */
  readonly revokeAllSessions: boolean;
}

/**
 * Marks a user's password as compromised, or takes that back.
 * @throws Refusal password_disabled, resource_not_found, no_password_set
 */
export async function markPassword({ clock, database }: Dependencies, mark: PasswordMark): Promise<User> {
  const { instance, userId, actor, compromised, revokeAllSessions } = mark;
  const instanceId = instance.id;
  if (instance.settings.password === 'off') throw new Refusal('password_disabled');
  const now = clock.now();
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    if (!hasPassword(user)) throw new Refusal('no_password_set');
    await updateUserFields(queries, user, { passwordCompromised: compromised }, now);
    const type = compromised ? 'user.password_compromised' : 'user.password_trusted';
    await recordEvent(queries, instanceId, { type, actor, data: { id: userId } });
    const all = { instanceId, userId, exceptSessionId: null, actor, now };
    if (revokeAllSessions) await revokeSessionsOfUserIn(queries, all);
    return { ...user, passwordCompromised: compromised, updatedAt: now };
  });
}
