import { randomBytes } from 'node:crypto';
import { encodeBase62 } from './base62.ts';
import type { Clock } from './clock.ts';
import { createIdSource } from './sortable-id.ts';

/** Everything unpredictable comes from here, so that a test can hold it. */
export interface Random {
  /** `length` bytes of the operating system's generator. */
  bytes(length: number): Uint8Array;
  /** `<prefix>_` and 27 base62 characters that sort by time of creation (DESIGN decision 22). */
  id(prefix: string): string;
  /** A base62 text that carries `byteLength` random bytes (32 unless told). */
  secret(byteLength?: number): string;
  /** `length` decimal digits, each equally likely. */
  digits(length: number): string;
}

/** Randomness of the operating system; `clock` gives ids their order. */
export function createRandom(clock: Clock): Random {
  const nextId = createIdSource(clock, (length) => randomBytes(length));
  return {
    bytes: (length) => new Uint8Array(randomBytes(length)),
    id: (prefix) => `${prefix}_${nextId()}`,
    secret: (byteLength = 32) => encodeBase62(randomBytes(byteLength)),
    digits: (length) => Array.from({ length }, randomDigit).join(''),
  };
}

/** Bytes from 250 up are thrown away: 256 is not a multiple of 10. */
function randomDigit(): string {
  for (;;) {
    const byte = randomBytes(1)[0]!;
    if (byte < 250) return String(byte % 10);
  }
}
