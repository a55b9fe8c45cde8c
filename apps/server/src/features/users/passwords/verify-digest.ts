import { argon2Digest } from './digests/argon2-digest.ts';
import { bcryptDigest, bcryptSha256DjangoDigest } from './digests/bcrypt-digest.ts';
import type { DigestParser } from './digests/digest-verifier.ts';
import {
  pbkdf2Sha1Digest,
  pbkdf2Sha256Digest,
  pbkdf2Sha256DjangoDigest,
  pbkdf2Sha512Digest,
  pbkdf2Sha512HexDigest,
} from './digests/pbkdf2-digest.ts';
import { md5PhpassDigest, phpassDigest } from './digests/phpass-digest.ts';
import { ldapSshaDigest, plainHashDigest, saltedHashDigest } from './digests/plain-hash-digest.ts';
import { scryptFirebaseDigest, scryptWerkzeugDigest } from './digests/scrypt-digest.ts';
import { sha512SymfonyDigest } from './digests/symfony-digest.ts';
import type { PasswordDigest, PasswordHasherName } from './password-digest.ts';

/** Null: checking it takes a secret, or a service, that only the place it came from has. */
const PARSERS: Readonly<Record<PasswordHasherName, DigestParser | null>> = {
  argon2i: argon2Digest('argon2i'),
  argon2id: argon2Digest('argon2id'),
  awscognito: null,
  bcrypt: bcryptDigest,
  bcrypt_peppered: null,
  bcrypt_sha256_django: bcryptSha256DjangoDigest,
  ldap_ssha: ldapSshaDigest,
  md5: plainHashDigest('md5'),
  md5_phpass: md5PhpassDigest,
  md5_salted: saltedHashDigest('md5'),
  pbkdf2_sha1: pbkdf2Sha1Digest,
  pbkdf2_sha256: pbkdf2Sha256Digest,
  pbkdf2_sha256_django: pbkdf2Sha256DjangoDigest,
  pbkdf2_sha512: pbkdf2Sha512Digest,
  pbkdf2_sha512_hex: pbkdf2Sha512HexDigest,
  phpass: phpassDigest,
  scrypt_firebase: scryptFirebaseDigest,
  scrypt_werkzeug: scryptWerkzeugDigest,
  sha256: plainHashDigest('sha256'),
  sha256_salted: saltedHashDigest('sha256'),
  sha512_symfony: sha512SymfonyDigest,
};

export const canVerifyDigestsOf = (hasher: PasswordHasherName): boolean => PARSERS[hasher] !== null;

/** Whether the digest can be read, and checked in the time that a sign-in may take. */
export const isReadableDigest = ({ hasher, digest }: PasswordDigest): boolean =>
  (PARSERS[hasher]?.(digest) ?? null) !== null;

/**
 * Whether `password`, exactly as it was typed, made the digest. False for a digest that cannot be read: an
 * import may hold what no password can match.
 */
export async function verifyDigest({ hasher, digest }: PasswordDigest, password: string): Promise<boolean> {
  return (await PARSERS[hasher]?.(digest)?.(password)) ?? false;
}
