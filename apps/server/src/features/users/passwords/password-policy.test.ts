import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../runtime/refusal.ts';
import { assertAcceptablePassword, normalizePassword } from './password-policy.ts';

function check(password: string, identifiers: string[] = []): string {
  try {
    assertAcceptablePassword(password, 'password', identifiers);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('assertAcceptablePassword', () => {
  it('counts code points, from 8 to 72', () => {
    expect(check('zebra77')).toBe('form_password_length_too_short');
    expect(check('zebra778')).toBe('accepted');
    expect(check(`${'🦓'.repeat(6)}a`)).toBe('form_password_length_too_short');
    expect(check('🦓🐘'.repeat(4))).toBe('accepted');
    expect(check('xy'.repeat(36))).toBe('accepted');
    expect(check(`${'xy'.repeat(36)}z`)).toBe('form_password_length_too_long');
  });

  it('refuses what attackers try first', () => {
    for (const password of [
      'password',
      'Password1',
      'QWERTY123',
      'iloveyou!',
      '12345678',
      '87654321',
      'aaaaaaaa',
    ])
      expect(check(password)).toBe('form_password_pwned');
  });

  it('refuses the identifier itself', () => {
    expect(check('ada.lovelace', ['ada.lovelace@example.com'])).toBe('form_password_matches_identifier');
    expect(check('ADA.lovelace@example.com', ['ada.lovelace@example.com'])).toBe(
      'form_password_matches_identifier',
    );
    expect(check('ada.lovelace and more', ['ada.lovelace@example.com'])).toBe('accepted');
  });

  it('has no rules of composition', () => {
    for (const password of [
      'correct horse battery',
      'nur kleine buchstaben',
      '   spaces   ',
      'пароль длинный',
    ])
      expect(check(password)).toBe('accepted');
  });

  it('refuses NUL and half a surrogate pair', () => {
    expect(check('zebra\0zebra')).toBe('form_param_format_invalid');
    expect(check('zebra\ud800zebra')).toBe('form_param_format_invalid');
  });
});

describe('normalizePassword', () => {
  it('makes one text of the ways to write it', () => {
    expect(normalizePassword('cafe\u0301')).toBe(normalizePassword('caf\u00e9'));
  });
});
