import { Refusal } from '../../../runtime/refusal.ts';
export function normalizePhoneNumber(text: string): string | null {
  const number = text.trim().replace(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}
const HASHERS =
  'argon2i argon2id awscognito bcrypt bcrypt_peppered bcrypt_sha256_django ldap_ssha md5 md5_phpass md5_salted pbkdf2_sha1 pbkdf2_sha256 pbkdf2_sha256_django pbkdf2_sha512 pbkdf2_sha512_hex phpass scrypt_firebase scrypt_werkzeug sha256 sha256_salted sha512_symfony'.split(
    ' ',
  );
export function requirePasswordDigest({ hasher }: { digest: string; hasher: string }): void {
  if (!HASHERS.includes(hasher))
    throw new Refusal('form_param_value_invalid', { param_name: 'password_hasher' });
}
