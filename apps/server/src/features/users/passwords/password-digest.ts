/** Every format in which a password hash may come from elsewhere (Backend API: `password_hasher`). */
export const PASSWORD_HASHERS = [
  'argon2i',
  'argon2id',
  'awscognito',
  'bcrypt',
  'bcrypt_peppered',
  'bcrypt_sha256_django',
  'ldap_ssha',
  'md5',
  'md5_phpass',
  'md5_salted',
  'pbkdf2_sha1',
  'pbkdf2_sha256',
  'pbkdf2_sha256_django',
  'pbkdf2_sha512',
  'pbkdf2_sha512_hex',
  'phpass',
  'scrypt_firebase',
  'scrypt_werkzeug',
  'sha256',
  'sha256_salted',
  'sha512_symfony',
] as const;

export type PasswordHasherName = (typeof PASSWORD_HASHERS)[number];

/** A password hash that was made elsewhere, exactly as it came. */
export interface PasswordDigest {
  readonly hasher: PasswordHasherName;
  readonly digest: string;
}
