import { createHash } from 'node:crypto';

/**
 * SHA-256 of a one-time thing or key. These carry 128 random bits or more, so that a fast hash is
 * enough (passwords go to the password hasher); the text itself is never stored.
 */
export function hashSecret(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
