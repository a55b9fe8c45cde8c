/** After so many wrong answers nobody signs in to an account for so long; a backend's lock lasts as long. */
export const USER_LOCKOUT = { maxAttempts: 100, durationMinutes: 60 } as const;
