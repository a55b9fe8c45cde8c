import { Refusal } from '../../../runtime/refusal.ts';
import { GUESSED_PASSWORDS } from './guessed-passwords.ts';

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 72;

/**
 * The one form in which a password is hashed and compared (NIST SP 800-63B-4 §3.1.1.2: normalised once),
 * so that the same keys on another keyboard give the same password.
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Refuses a new password that is too short, too long, commonly used or equal to one of the identifiers.
 * Lengths are code points; nothing is cut off; no composition rules (NIST SP 800-63B-4 §3.1.1.2).
 * @param paramName the form field to which the browser attaches the message.
 * @param identifiers addresses and username of the account.
 */
export function assertAcceptablePassword(
  password: string,
  paramName: string,
  identifiers: readonly string[] = [],
): void {
  if (/[\0\p{Surrogate}]/u.test(password))
    throw new Refusal('form_param_format_invalid', { param_name: paramName });
  const length = [...normalizePassword(password)].length;
  if (length < MIN_PASSWORD_LENGTH)
    throw new Refusal('form_password_length_too_short', {
      param_name: paramName,
      min_length: MIN_PASSWORD_LENGTH,
    });
  if (length > MAX_PASSWORD_LENGTH)
    throw new Refusal('form_password_length_too_long', {
      param_name: paramName,
      max_length: MAX_PASSWORD_LENGTH,
    });
  const plain = normalizePassword(password).toLowerCase();
  if (GUESSED_PASSWORDS.has(plain) || new Set(plain).size === 1 || isRun(plain))
    throw new Refusal('form_password_pwned', { param_name: paramName });
  const own = identifiers.flatMap((identifier) => [identifier, identifier.split('@')[0] ?? '']);
  if (own.some((identifier) => identifier.toLowerCase() === plain))
    throw new Refusal('form_password_matches_identifier', { param_name: paramName });
}

/** `12345678`, `abcdefgh`, `87654321`: every character one above, or one below, the one before. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}
