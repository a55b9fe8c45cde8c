/**
 * Meta of `user_locked`: how long the lock lasts, and words that say so.
 * @param secondsLeft null for a lock without an end, which only an operator lifts
 * @param cause wrong attempts lock for a while by themselves; other locks are somebody's decision
 */
export function lockoutMeta(
  secondsLeft: number | null,
  cause: 'wrong_attempts' | 'decision' = 'decision',
): Record<string, unknown> {
  if (secondsLeft === null) return { lockout_expires_in_seconds: null };
  const why = cause === 'wrong_attempts' ? ' after too many wrong attempts' : '';
  return {
    lockout_expires_in_seconds: secondsLeft,
    long_message: `Your account is locked${why}. Try again in ${inWords(secondsLeft)}.`,
  };
}

/** Rounded up, so that nobody comes too early. */
function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 1) return 'a minute';
  return minutes <= 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
