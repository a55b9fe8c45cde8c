import type { Bytes } from '../base64url.ts';
import { readPublicJwk } from '../public-jwk.ts';
import { hashBitsOf, type SigningAlgorithm } from './signing-algorithm.ts';

/** The key of a JWT template that does not use the instance's own. */
export interface CustomSigningKey {
  readonly algorithm: SigningAlgorithm;
  /** HS*: the secret, as bytes or as text whose UTF-8 bytes it is. RS* and ES256: a private key in PEM form. */
  readonly key: string | Bytes;
  /** Header `kid`. */
  readonly keyId: string;
}

/** A key cannot sign with the algorithm named. The message says why in one sentence and never quotes the key. */
export class UnusableSigningKey extends TypeError {
  override readonly name = 'UnusableSigningKey';
}

/**
 * The bytes of an HMAC secret.
 * @throws UnusableSigningKey when there are fewer of them than the hash has (RFC 7518 section 3.2).
 */
export function readSecret(algorithm: SigningAlgorithm, key: string | Bytes): Bytes {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  const needed = hashBitsOf(algorithm) / 8;
  if (bytes.length < needed)
    throw new UnusableSigningKey(
      `A secret for ${algorithm} has at least ${needed} bytes; this one has ${bytes.length}.`,
    );
  return bytes;
}

/** @throws UnusableSigningKey when the RSA key is weaker than 2048 bits, or otherwise unfit for signatures. */
export function requireStrongRsaKey(jwk: { readonly n?: unknown; readonly e?: unknown }): void {
  const problem = readPublicJwk({ kty: 'RSA', n: jwk.n, e: jwk.e });
  if (typeof problem === 'string')
    throw new UnusableSigningKey(
      `This RSA key is ${problem}: 2048 to 8192 bits and an exponent from 65537 are needed.`,
    );
}

/** The PEM as text, with the line breaks that environment variables and forms write as \n. */
export function readPem(algorithm: SigningAlgorithm, key: string | Bytes): string {
  const text = (typeof key === 'string' ? key : new TextDecoder().decode(key)).replaceAll('\\n', '\n');
  if (text.includes('ENCRYPTED'))
    throw new UnusableSigningKey('This private key is encrypted. Decrypt it first; it is stored encrypted.');
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw notAPrivateKey(algorithm);
  return text;
}

export const notAPrivateKey = (algorithm: SigningAlgorithm): UnusableSigningKey =>
  new UnusableSigningKey(
    `${algorithm} is signed with a private key in PEM form, from "-----BEGIN PRIVATE KEY-----" to the end.`,
  );

export const otherKeyType = (algorithm: SigningAlgorithm, needed: string): UnusableSigningKey =>
  new UnusableSigningKey(`This private key is of another type: ${algorithm} needs ${needed}.`);
