/** Up to so many users, a forecast renders every one. */
export const EVERY_USER_UP_TO = 100_000;
/** So many of the heaviest are rendered besides a sample, whether it holds them or not. */
export const HEAVIEST_USERS = 100;

/**
 * One user in how many is rendered: a power of two, so that a sample stays the same while users come and go, and
 * so that a save counts those whom the forecast counted.
 */
export function sampleStep(users: number, everyUserUpTo: number): number {
  let step = 1;
  while (users / step > everyUserUpTo) step *= 2;
  return step;
}

/** Whether one in `step` users, chosen by id alone, is this one: the same on every server and in every run. */
export function isInSample(userId: string, step: number): boolean {
  return spread(userId) % step === 0;
}

/** FNV-1a and a last mix (of MurmurHash3), so that the low bits depend on every character. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * How far a part of all users (from 0 to 1) may be from what a sample says, 19 times in 20; the largest such
 * distance, which is that of one half. Corrected for the part of all users that the sample holds.
 */
export function marginOfError(sampled: number, users: number): number {
  if (sampled === 0 || users <= 1) return 1;
  return 1.96 * Math.sqrt((0.25 / sampled) * (Math.max(0, users - sampled) / (users - 1)));
}
