import type { Clock } from '../runtime/clock.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time forward. */
  advance(seconds: number): void;
  set(instant: Date): void;
}

/** @param start where it stands first: now, unless told */
export function createFakeClock(start: Date = new Date()): FakeClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance(seconds) {
      time += seconds * 1_000;
    },
    set(instant) {
      time = instant.getTime();
    },
  };
}
