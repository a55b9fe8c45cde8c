import type { Dependencies } from '../../../dependencies.ts';
import type { User } from '../user.ts';
import { replacePasswordDigest } from '../user-write-store.ts';
import type { PasswordDigest } from './password-digest.ts';
import { normalizePassword } from './password-policy.ts';
import { verifyDigest } from './verify-digest.ts';

/**
 * Whether this is the user's password. An unknown user and one without a password cost the same single
 * hash as a wrong password, so that the time of the answer tells nothing. A hash that was made elsewhere
 * becomes one of ours at the first password that matches it.
 * @throws Refusal too_many_requests when too many hashes wait.
 */
export async function checkPassword(
  dependencies: Pick<Dependencies, 'database' | 'passwords'>,
  user: Pick<User, 'instanceId' | 'id' | 'passwordHash' | 'passwordDigest'> | null,
  password: string,
): Promise<boolean> {
  const { passwords } = dependencies;
  if (user?.passwordDigest) return checkDigest(dependencies, user, user.passwordDigest, password);
  if (!user?.passwordHash) return passwords.verifyNothing();
  return passwords.verify(user.passwordHash, normalizePassword(password));
}

/** Right or wrong, one hash of our own follows: quick digests answer no sooner than an unknown user. */
async function checkDigest(
  { database, passwords }: Pick<Dependencies, 'database' | 'passwords'>,
  user: Pick<User, 'instanceId' | 'id'>,
  digest: PasswordDigest,
  password: string,
): Promise<boolean> {
  if (!(await passwords.queue(() => verifyDigest(digest, password)))) return passwords.verifyNothing();
  const passwordHash = await passwords.hash(normalizePassword(password));
  await replacePasswordDigest(database.queries, user, digest, passwordHash);
  return true;
}
