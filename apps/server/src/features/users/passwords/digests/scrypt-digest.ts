import { createCipheriv, type ScryptOptions, scrypt } from 'node:crypto';
import { base64Bytes, countUpTo, type DigestParser, equalBytes, hexBytes } from './digest-verifier.ts';

const MAX_BYTES = 268_435_456;
const MAX_LANES = 16;

const derive = (password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password, salt, length, { ...options, maxmem: 2 * MAX_BYTES }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

const isPowerOfTwo = (count: number) => count > 1 && Number.isInteger(Math.log2(count));

/** `scrypt:<N>:<r>:<p>$<salt>$<hexadecimal hash>`, as Werkzeug writes it (RFC 7914). */
export const scryptWerkzeugDigest: DigestParser = (digest) => {
  const match = /^\$?scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$([0-9a-f]{128})$/i.exec(digest);
  const [N, r, p] = [
    countUpTo(match?.[1], 2 ** 24),
    countUpTo(match?.[2], 64),
    countUpTo(match?.[3], MAX_LANES),
  ];
  const key = hexBytes(match?.[5]);
  if (!N || !r || !p || !key || !match?.[4] || !isPowerOfTwo(N) || 128 * N * r > MAX_BYTES) return null;
  const salt = Buffer.from(match[4]);
  return async (password) => equalBytes(await derive(password, salt, key.length, { N, r, p }), key);
};

/**
 * `<hash>$<salt>$<signer key>$<salt separator>$<rounds>$<memory cost>`, as Firebase exports users: the first
 * four in Base64, N = 2^memory cost, r = rounds; the hash is the signer key, encrypted under the derived key
 * (AES-256-CTR with an initial counter of zero).
 */
export const scryptFirebaseDigest: DigestParser = (digest) => {
  const [hashText, saltText, signerText, separatorText, rounds, memoryCost, ...rest] = digest.split('$');
  const [hash, salt, signer] = [base64Bytes(hashText), base64Bytes(saltText), base64Bytes(signerText)];
  const separator = separatorText === '' ? Buffer.alloc(0) : base64Bytes(separatorText);
  const [r, exponent] = [countUpTo(rounds, 64), countUpTo(memoryCost, 24)];
  if (!hash || !salt || !signer || !separator || !r || !exponent || rest.length > 0) return null;
  const N = 2 ** exponent;
  if (hash.length !== signer.length || hash.length < 32 || 128 * N * r > MAX_BYTES) return null;
  return async (password) => {
    const key = await derive(password, Buffer.concat([salt, separator]), 32, { N, r, p: 1 });
    return equalBytes(createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(signer), hash);
  };
};
