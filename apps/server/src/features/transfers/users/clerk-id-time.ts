const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const EPOCH_SECONDS = 1_400_000_000; // of the KSUID format
const EARLIEST = Date.UTC(2019, 0, 1); // Before Clerk there were no such ids; ours decode to earlier years.

/**
 * When an id of Clerk's was made: its ids are KSUIDs, whose first 32 bits count seconds. Null for what is no KSUID
 * of a plausible time. In epoch milliseconds.
 */
export function clerkIdTime(id: string, now: number): number | null {
  const text = id.slice(id.indexOf('_') + 1);
  if (!/^[0-9A-Za-z]{27}$/.test(text)) return null;
  let value = 0n;
  for (const digit of text) value = value * 62n + BigInt(DIGITS.indexOf(digit));
  const time = (Number(value >> 128n) + EPOCH_SECONDS) * 1000;
  return time >= EARLIEST && time <= now ? time : null;
}
