import { Refusal } from '../../runtime/refusal.ts';
import { normalizeEmailAddress } from './email-addresses/email-address.ts';
import { normalizePhoneNumber } from './phone-numbers/phone-number.ts';

const MAX_TEXT_LENGTH = 256;
const USERNAME = /^[a-z0-9_-]{4,64}$/i;

/** Refuses what PostgreSQL or UTF-8 cannot hold: NUL and lone surrogates. */
export function assertStorableText(text: string, paramName: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text))
    throw new Refusal('form_param_format_invalid', { param_name: paramName });
}

/** A short text as given; an empty one is null (Clerk: `''` removes the value). Throws form_param_*. */
export function requireText(text: string | null, paramName: string): string | null {
  if (text === null || text === '') return null;
  assertStorableText(text, paramName);
  if (text.length > MAX_TEXT_LENGTH)
    throw new Refusal('form_param_max_length_exceeded', {
      param_name: paramName,
      max_length: MAX_TEXT_LENGTH,
    });
  return text;
}

/** 4 to 64 letters, digits, `_` and `-`, one of them no digit; empty is null. Throws form_username_*. */
export function requireUsername(text: string | null): string | null {
  const username = requireText(text, 'username');
  if (username === null) return null;
  if (username.length < 4 || username.length > 64)
    throw new Refusal('form_username_invalid_length', {
      param_name: 'username',
      min_length: 4,
      max_length: 64,
    });
  if (!USERNAME.test(username))
    throw new Refusal('form_username_invalid_character', { param_name: 'username' });
  if (/^\d+$/.test(username))
    throw new Refusal('form_username_needs_non_number_char', { param_name: 'username' });
  return username;
}

/** The address in its stored form. Throws form_param_format_invalid. */
export function requireEmailAddress(text: string, paramName = 'email_address'): string {
  const address = normalizeEmailAddress(text);
  if (address === null) throw new Refusal('form_param_format_invalid', { param_name: paramName });
  return address;
}

/** The number in its stored form, E.164. Throws form_param_format_invalid. */
export function requirePhoneNumber(text: string, paramName = 'phone_number'): string {
  const number = normalizePhoneNumber(text);
  if (number !== null) return number;
  throw new Refusal('form_param_format_invalid', {
    param_name: paramName,
    long_message: `${paramName} must be a phone number in E.164, such as +14155550100.`,
  });
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** An instant as RFC 3339 text; undefined and null when none was given. Throws Refusal form_param_format_invalid. */
export function instantOf(text: string | null | undefined, paramName: string): Date | null | undefined {
  if (text === undefined || text === null) return text;
  const instant = new Date(text);
  if (!RFC_3339.test(text) || Number.isNaN(instant.getTime()))
    throw new Refusal('form_param_format_invalid', { param_name: paramName });
  return instant;
}
