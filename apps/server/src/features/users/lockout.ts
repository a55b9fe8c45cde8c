import { USER_LOCKOUT } from '../instances/index.ts';

/** When a lock that begins at `now` ends. */
export const lockoutEnd = (now: Date): Date =>
  new Date(now.getTime() + USER_LOCKOUT.durationMinutes * 60_000);
