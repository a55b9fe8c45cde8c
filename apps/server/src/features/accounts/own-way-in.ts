import type { AuthenticationSettings } from '../instances/index.ts';
import { hasPassword, type User } from '../users/index.ts';

/**
 * Whether somebody can sign in without another provider: by mail to an address that is proved, or with a password
 * and a name to give with it, as far as the instance asks for these.
 */
export function hasOwnWayIn(
  user: Pick<User, 'emailAddresses' | 'username' | 'passwordHash' | 'passwordDigest'>,
  settings: AuthenticationSettings,
): boolean {
  const hasAddress = settings.emailAddress !== 'off' && user.emailAddresses.some(({ verified }) => verified);
  if (hasAddress && settings.emailStrategies.length > 0) return true;
  const hasUsername = settings.username !== 'off' && user.username !== null;
  return settings.password !== 'off' && hasPassword(user) && (hasAddress || hasUsername);
}
