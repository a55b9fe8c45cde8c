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

/** How a code is stored; case, blanks and hyphens do not count when it is typed. */
export const hashBackupCode = (key: Uint8Array, code: string): Buffer =>
  createHmac('sha256', key).update(code.toLowerCase().replace(/[\s-]/g, '')).digest();
