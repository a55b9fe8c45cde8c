import { createHash } from 'node:crypto';
import { base64Bytes, type DigestParser, equalBytes, hexBytes } from './digest-verifier.ts';

type Hash = 'md5' | 'sha256';
const LENGTH = { md5: 16, sha256: 32 } as const;

const digestOf = (hash: Hash | 'sha1', ...parts: (string | Buffer)[]): Buffer => {
  const digest = createHash(hash);
  for (const part of parts) digest.update(part);
  return digest.digest();
};

/** The hash of the password alone, in hexadecimal. */
export const plainHashDigest =
  (hash: Hash): DigestParser =>
  (digest) => {
    const expected = hexBytes(digest);
    if (expected?.length !== LENGTH[hash]) return null;
    return async (password) => equalBytes(digestOf(hash, password), expected);
  };

/**
 * `<salt>$<hexadecimal hash>`, the salt as it is. Both orders of salt and password are in use and nothing in a
 * digest tells which it was: either passes. That gives nothing away, as each asks for the same password.
 */
export const saltedHashDigest =
  (hash: Hash): DigestParser =>
  (digest) => {
    const [salt, hex, ...rest] = digest.split('$');
    const expected = hexBytes(hex);
    if (!salt || rest.length > 0 || expected?.length !== LENGTH[hash]) return null;
    return async (password) =>
      [digestOf(hash, salt, password), digestOf(hash, password, salt)].some((own) =>
        equalBytes(own, expected),
      );
  };

const SHA1_BYTES = 20;

/** `{SSHA}` and the Base64 of SHA-1(password, salt) with the salt behind it (OpenLDAP). */
export const ldapSshaDigest: DigestParser = (digest) => {
  const bytes = digest.startsWith('{SSHA}') ? base64Bytes(digest.slice('{SSHA}'.length)) : null;
  if (!bytes || bytes.length <= SHA1_BYTES) return null;
  const [expected, salt] = [bytes.subarray(0, SHA1_BYTES), bytes.subarray(SHA1_BYTES)];
  return async (password) => equalBytes(digestOf('sha1', password, salt), expected);
};
