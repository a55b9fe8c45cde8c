import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { base64Bytes, countUpTo, type DigestParser, equalBytes, hexBytes } from './digest-verifier.ts';

const derive = promisify(pbkdf2);
const MAX_ITERATIONS = 5_000_000;
const MAX_KEY_BYTES = 128;

type Read = (text: string | undefined) => Buffer | null;
const plain: Read = (text) => (text ? Buffer.from(text) : null);

interface Format {
  readonly prefix: string;
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  readonly salt: Read;
  readonly key: Read;
}

/** `<prefix>$<iterations>$<salt>$<hash>`, with the hash's length in bytes behind it if it likes (RFC 8018 §5.2). */
const pbkdf2Digest =
  ({ prefix, hash, salt: readSalt, key: readKey }: Format): DigestParser =>
  (digest) => {
    const [name, iterationsText, saltText, keyText, length, ...rest] = digest.split('$');
    const iterations = countUpTo(iterationsText, MAX_ITERATIONS);
    const salt = readSalt(saltText);
    const key = readKey(keyText);
    if (name !== prefix || rest.length > 0 || !iterations || !salt || !key) return null;
    // A short hash could be met by chance.
    if (key.length < 16 || key.length > MAX_KEY_BYTES) return null;
    if (length !== undefined && Number(length) !== key.length) return null;
    return async (password) => equalBytes(await derive(password, salt, iterations, key.length, hash), key);
  };

/** Salt as it is, hash in hexadecimal. */
export const pbkdf2Sha1Digest = pbkdf2Digest({
  prefix: 'pbkdf2_sha1',
  hash: 'sha1',
  salt: plain,
  key: hexBytes,
});
/** Salt and hash in Base64. */
export const pbkdf2Sha256Digest = pbkdf2Digest({
  prefix: 'pbkdf2_sha256',
  hash: 'sha256',
  salt: base64Bytes,
  key: base64Bytes,
});
/** As Django exports it: salt as it is, hash in Base64. */
export const pbkdf2Sha256DjangoDigest = pbkdf2Digest({
  prefix: 'pbkdf2_sha256',
  hash: 'sha256',
  salt: plain,
  key: base64Bytes,
});
/** Salt as it is, hash in hexadecimal. */
export const pbkdf2Sha512Digest = pbkdf2Digest({
  prefix: 'pbkdf2_sha512',
  hash: 'sha512',
  salt: plain,
  key: hexBytes,
});
/** Salt and hash in hexadecimal. */
export const pbkdf2Sha512HexDigest = pbkdf2Digest({
  prefix: 'pbkdf2_sha512_hex',
  hash: 'sha512',
  salt: hexBytes,
  key: hexBytes,
});
