import { createHmac } from 'node:crypto';
import type { Random } from '../../../runtime/random.ts';

const CODES = 10;
/** Lower case without the letters and digits that look alike: 31 characters, so 8 of them carry 39 bits. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 8;
export const BACKUP_CODE_KEY_BYTES = 32;

/** How the key of a user's backup codes is sealed. */
export const backupCodeKeyContext = (user: { readonly instanceId: string; readonly id: string }) =>
  `users/backup_code_key/${user.instanceId}/${user.id}`;

/** Ten codes that nobody can guess. */
export const newBackupCodes = (random: Pick<Random, 'bytes'>): string[] =>
  Array.from({ length: CODES }, () =>
    // 256 is a multiple of 32, so every character is equally likely.
    Array.from(random.bytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join(''),
  );

/** A code as it counts when it is typed: without case, blanks and hyphens. */
export const normalizeBackupCode = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '');

/** How a code is stored. */
export const hashBackupCode = (key: Uint8Array, code: string): Buffer =>
  createHmac('sha256', key).update(normalizeBackupCode(code)).digest();

/** Each step doubles the time, and a wrong code is compared with every digest that the user has. */
const MAX_DIGEST_COST = 12;
/** Digests of one user. */
export const MAX_BACKUP_CODE_DIGESTS = 20;
const BCRYPT = /^\$2[abxy]?\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** Whether the text looks like a bcrypt digest, and not like a code that somebody types. */
export const isBackupCodeDigest = (text: string): boolean => BCRYPT.test(text);

/** Whether the digest can be checked in the time that a sign-in may take. */
export function isCheckableBackupCodeDigest(digest: string): boolean {
  const cost = Number(BCRYPT.exec(digest)?.[1] ?? Number.NaN);
  return cost >= 4 && cost <= MAX_DIGEST_COST;
}
