import type { Dependencies } from '../../../dependencies.ts';
import type { User } from '../user.ts';
import { normalizePassword } from './password-policy.ts';

/**
 * Whether this is the user's password. An unknown user and one without a password cost the same single
 * hash as a wrong password, so that the time of the answer tells nothing.
 * @throws Refusal too_many_requests when too many hashes wait.
 */
export async function checkPassword(
  { passwords }: Pick<Dependencies, 'passwords'>,
  user: Pick<User, 'passwordHash'> | null,
  password: string,
): Promise<boolean> {
  if (!user?.passwordHash) return passwords.verifyNothing();
  return passwords.verify(user.passwordHash, normalizePassword(password));
}
