import { createHash } from 'node:crypto';
import { type DigestParser, equalBytes } from './digest-verifier.ts';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MIN_EXPONENT = 7;
/** MD5 runs on the event loop: 2^16 of them take some tens of milliseconds. */
const MAX_EXPONENT = 16;

const md5 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Six bits a character, least significant first, three bytes at a time: phpass's own Base64. */
function encode(bytes: Buffer): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const group = bytes.subarray(start, start + 3);
    const bits = group.reduce((sum, byte, index) => sum + byte * 2 ** (8 * index), 0);
    for (let place = 0; place <= group.length; place += 1) text += ALPHABET[(bits >> (6 * place)) & 63];
  }
  return text;
}

/** `$P$<exponent><8 characters of salt><22 of hash>`; phpBB writes `$H$` (openwall.com/phpass). */
const phpassOf =
  (prepare: (password: string) => string): DigestParser =>
  (digest) => {
    const match = /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/.exec(digest);
    const exponent = ALPHABET.indexOf(match?.[1] ?? '');
    if (!match?.[2] || !match[3] || !match[1] || exponent < MIN_EXPONENT || exponent > MAX_EXPONENT)
      return null;
    const [, , salt, expected] = match;
    return async (password) => {
      const prepared = prepare(password);
      let hash = md5(salt ?? '', prepared);
      for (let round = 0; round < 2 ** exponent; round += 1) hash = md5(hash, prepared);
      return equalBytes(Buffer.from(encode(hash)), Buffer.from(expected ?? ''));
    };
  };

export const phpassDigest = phpassOf((password) => password);
/** phpass of the password's hexadecimal MD5: a site that moved on from MD5 without knowing the passwords. */
export const md5PhpassDigest = phpassOf((password) => md5(password).toString('hex'));
