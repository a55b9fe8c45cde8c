/** Chance that comes out the same for the same seed, so that what a random test found can be found again. */
export interface SeededChance {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
}

export function createSeededChance(seed: number): SeededChance {
  let state = seed >>> 0;
  // Mulberry32: a counter, mixed.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    percent: (share) => below(100) < share,
    pick: (list) => list[below(list.length)]!,
  };
}
