import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { findUserForUpdate, lockoutEnd, type User, updateUserFields } from '../users/index.ts';
import { forgetFailuresOfAccount } from '../verifications/index.ts';

interface LockInput {
  readonly instanceId: string;
  readonly userId: string;
  readonly actor: Actor;
}

/**
 * Keeps a user from signing in until the lock expires; sessions go on. A lock without an end stays one.
 * @throws Refusal resource_not_found
 */
export function lockUser(dependencies: Dependencies, input: LockInput): Promise<User> {
  return changeLock(dependencies, input, 'user.locked', ({ locked, lockoutExpiresAt }, now) => ({
    locked: true,
    lockoutExpiresAt: locked && lockoutExpiresAt === null ? null : lockoutEnd(now),
  }));
}

/**
 * Ends a lock, whoever made it: wrong passwords and codes of before count no more.
 * @throws Refusal resource_not_found
 */
export function unlockUser(dependencies: Dependencies, input: LockInput): Promise<User> {
  return changeLock(dependencies, input, 'user.unlocked', () => ({ locked: false, lockoutExpiresAt: null }));
}

type Lock = Pick<User, 'locked' | 'lockoutExpiresAt'>;

async function changeLock(
  { clock, database }: Dependencies,
  { instanceId, userId, actor }: LockInput,
  type: 'user.locked' | 'user.unlocked',
  lockOf: (user: Lock, now: Date) => Lock,
): Promise<User> {
  const now = clock.now();
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    const lock = lockOf(user, now);
    await updateUserFields(queries, user, lock, now);
    if (!lock.locked) await forgetFailuresOfAccount(queries, instanceId, userId);
    await recordEvent(queries, instanceId, { type, actor, data: { id: userId } });
    return { ...user, ...lock, updatedAt: now };
  });
}
