import { type Clock, systemClock } from '../../runtime/clock.ts';

/**
 * The instant a statement compares with: null lets it take the database's own time, so that all nodes agree on
 * what has expired; a test's clock is passed along (DESIGN decision 22).
 */
export function statementTime(clock: Clock): Date | null {
  return clock === systemClock ? null : clock.now();
}
