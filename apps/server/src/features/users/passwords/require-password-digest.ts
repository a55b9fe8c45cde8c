import { Refusal } from '../../../runtime/refusal.ts';
import { PASSWORD_HASHERS, type PasswordDigest } from './password-digest.ts';
import { canVerifyDigestsOf, isReadableDigest } from './verify-digest.ts';

const MAX_DIGEST_LENGTH = 4096;

/**
 * A digest and its hasher as they came in; undefined when there is none.
 * @throws Refusal form_param_missing without a hasher, form_param_value_invalid beside a password or for one that is unknown or needs
 * an outside secret, form_password_digest_invalid_code for a digest that is malformed or too costly to check
 */
export function requirePasswordDigest(input: {
  readonly passwordDigest?: string | null | undefined;
  readonly passwordHasher?: string | null | undefined;
  readonly password?: string | null | undefined;
}): PasswordDigest | undefined {
  const { passwordDigest: digest, passwordHasher, password } = input;
  if (!digest) {
    if (passwordHasher) throw new Refusal('form_param_missing', { param_name: 'password_digest' });
    return undefined;
  }
  if (password)
    throw new Refusal('form_param_value_invalid', {
      param_name: 'password_digest',
      long_message: 'password and password_digest exclude each other. Send one of them.',
    });
  if (!passwordHasher) throw new Refusal('form_param_missing', { param_name: 'password_hasher' });
  const hasher = PASSWORD_HASHERS.find((name) => name === passwordHasher);
  if (!hasher || !canVerifyDigestsOf(hasher)) throw unusableHasher(passwordHasher, hasher !== undefined);
  if (digest.length > MAX_DIGEST_LENGTH || !isReadableDigest({ hasher, digest }))
    throw new Refusal('form_password_digest_invalid_code', { param_name: 'password_digest', hasher });
  return { hasher, digest };
}

function unusableHasher(given: string, isKnown: boolean): Refusal {
  const usable = PASSWORD_HASHERS.filter(canVerifyDigestsOf).join(', ');
  const reason = isKnown
    ? `Digests of ${given} can only be checked with a secret or service of the place they come from, which this server does not have. Create the user without a password; a mailed code lets them choose one.`
    : `password_hasher is none of: ${usable}.`;
  return new Refusal('form_param_value_invalid', { param_name: 'password_hasher', long_message: reason });
}
