import { createHash } from 'node:crypto';
import { verify } from '@node-rs/bcrypt';
import type { DigestParser } from './digest-verifier.ts';

/** Each step doubles the time; 16 takes seconds. */
const MAX_COST = 16;
/** What bcrypt reads of a password: two that differ only behind it would pass for each other. */
const MAX_BYTES = 72;

function isBcrypt(digest: string): boolean {
  const cost = /^\$2[abxy]?\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(digest)?.[1];
  return cost !== undefined && Number(cost) >= 4 && Number(cost) <= MAX_COST;
}

/** `$2b$<cost>$<salt and hash>`; a password of more than 72 bytes never passes, nothing is cut off. */
export const bcryptDigest: DigestParser = (digest) =>
  isBcrypt(digest)
    ? async (password) => Buffer.byteLength(password) <= MAX_BYTES && verify(password, digest)
    : null;

/** `bcrypt_sha256$$2b$<cost>$<salt and hash>`: bcrypt of the hexadecimal SHA-256 (Django). */
export const bcryptSha256DjangoDigest: DigestParser = (digest) => {
  const prefix = 'bcrypt_sha256$';
  const inner = digest.slice(prefix.length);
  if (!digest.startsWith(prefix) || !isBcrypt(inner)) return null;
  return (password) => verify(createHash('sha256').update(password).digest('hex'), inner);
};
