import { createHash } from 'node:crypto';
import { base64Bytes, countUpTo, type DigestParser, equalBytes } from './digest-verifier.ts';

/** SHA-512 runs on the event loop; Symfony's own default is 5 000 rounds. */
const MAX_ITERATIONS = 50_000;

/** `sha512_symfony$<iterations>$<salt>$<Base64 hash>`: Symfony's MessageDigestPasswordHasher. */
export const sha512SymfonyDigest: DigestParser = (digest) => {
  const [name, iterationsText, salt, hashText, ...rest] = digest.split('$');
  const iterations = countUpTo(iterationsText, MAX_ITERATIONS);
  const expected = base64Bytes(hashText);
  if (name !== 'sha512_symfony' || rest.length > 0 || !iterations || !salt) return null;
  if (expected?.length !== 64) return null;
  return async (password) => {
    const salted = Buffer.from(`${password}{${salt}}`);
    let hash = createHash('sha512').update(salted).digest();
    for (let round = 1; round < iterations; round += 1)
      hash = createHash('sha512').update(hash).update(salted).digest();
    return equalBytes(hash, expected);
  };
};
