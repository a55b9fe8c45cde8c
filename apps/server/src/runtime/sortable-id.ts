import { encodeBase62 } from './base62.ts';
import type { Clock } from './clock.ts';

const TIME_BYTES = 6;
const RANDOM_BYTES = 14;

/**
 * Makes 27-character base62 texts: 48 bits of epoch milliseconds, then 112 random bits. Within one
 * process they increase strictly, also inside a millisecond and when the clock steps back.
 */
export function createIdSource(clock: Clock, randomBytes: (length: number) => Uint8Array): () => string {
  let lastTime = -1;
  let tail = 0n;
  return () => {
    const time = clock.now().getTime();
    if (time > lastTime) {
      lastTime = time;
      tail = toNumber(randomBytes(RANDOM_BYTES)) >> 1n; // The free top bit leaves room to count upwards.
    } else {
      tail += 1n + toNumber(randomBytes(4)); // A random step: the next id is not to be guessed from this one.
    }
    const value = (BigInt(lastTime) << BigInt(RANDOM_BYTES * 8)) | tail;
    return encodeBase62(toBytes(value, TIME_BYTES + RANDOM_BYTES));
  };
}

function toNumber(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return value;
}

function toBytes(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) =>
    Number((value >> BigInt((length - 1 - index) * 8)) & 255n),
  );
}
