import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { checkPassword, getUser, type User } from '../users/index.ts';
import { countAttempt, takeAttemptBack, WRONG_PASSWORDS_PER_ACCOUNT } from '../verifications/index.ts';

/**
 * Whether this is the user's password. Wrong ones count against the account as at sign-in.
 * @throws Refusal user_locked, too_many_requests
 */
export async function verifyPassword(
  dependencies: Dependencies,
  { user, password }: { user: User; password: string },
): Promise<boolean> {
  const { clock, database } = dependencies;
  const account = { limit: WRONG_PASSWORDS_PER_ACCOUNT, subject: user.id };
  await countAttempt(database.queries, user.instanceId, { ...account, now: clock.now() });
  const takeBack = () => takeAttemptBack(database.queries, user.instanceId, account);
  let isRight: boolean;
  try {
    isRight = await checkPassword(dependencies, user, password);
  } catch (error) {
    await takeBack(); // Nothing was compared.
    throw error;
  }
  if (isRight) await takeBack();
  return isRight;
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
  if (user.passwordHash === null) throw new Refusal('no_password_set');
  if (!(await verifyPassword(dependencies, { user, password })))
    throw new Refusal('incorrect_password', { param_name: 'password' });
}
