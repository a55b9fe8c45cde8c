import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { checkPassword, getUser, hasPassword, type User } from '../../users/index.ts';
import { countFailures, WRONG_PASSWORDS_PER_ACCOUNT } from '../../verifications/index.ts';

/**
 * Whether this is the user's password. Wrong ones count against the account as at sign-in.
 * @throws Refusal user_locked, too_many_requests
 */
export async function verifyPassword(
  dependencies: Dependencies,
  { user, password }: { user: User; password: string },
): Promise<boolean> {
  const account = { limit: WRONG_PASSWORDS_PER_ACCOUNT, subject: user.id };
  return countFailures(dependencies, user.instanceId, [account], () =>
    checkPassword(dependencies, user, password),
  );
}

/**
 * As a backend asks for it: passes only with the user's password.
 * @throws Refusal resource_not_found, no_password_set, incorrect_password, user_locked, too_many_requests
 */
export async function requirePassword(
  dependencies: Dependencies,
  { instanceId, userId, password }: { instanceId: string; userId: string; password: string },
): Promise<void> {
  const user = await getUser(dependencies, { instanceId, userId });
  if (!hasPassword(user)) throw new Refusal('no_password_set');
  if (!(await verifyPassword(dependencies, { user, password })))
    throw new Refusal('incorrect_password', { param_name: 'password' });
}
