import { describe, expect, it } from 'vitest';
import { apiError } from './error-envelope.ts';
import { lockoutMeta } from './lockout.ts';

describe('user_locked', () => {
  it.each([
    [null, 'decision', 'Your account is locked. Ask whoever runs this app to unlock it.'],
    [30, 'decision', 'Your account is locked. Try again in a minute.'],
    [61, 'decision', 'Your account is locked. Try again in 2 minutes.'],
    [
      3600,
      'wrong_attempts',
      'Your account is locked after too many wrong attempts. Try again in 60 minutes.',
    ],
    [5401, 'decision', 'Your account is locked. Try again in 2 hours.'],
  ] as const)('with %s seconds left by %s says: %s', (seconds, cause, words) => {
    const { message, long_message, meta } = apiError('user_locked', lockoutMeta(seconds, cause));
    expect([message, long_message]).toEqual(['Your account is locked.', words]);
    expect(meta).toEqual({ lockout_expires_in_seconds: seconds });
  });
});
