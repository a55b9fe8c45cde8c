/** Where the SDK reads the time: epoch milliseconds. A test passes its own. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
