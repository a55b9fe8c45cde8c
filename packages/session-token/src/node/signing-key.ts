import { createHash, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type PublicJwk, publicJwk, thumbprintInput } from '../public-jwk.ts';

export interface SigningKey {
  /** PKCS #8. Store it encrypted. */
  readonly privateKeyPem: string;
  /** SPKI. What developers configure as `CLERK_JWT_KEY`. */
  readonly publicKeyPem: string;
  readonly publicJwk: PublicJwk;
  /** RFC 7638 thumbprint: the same on every node and after every restart. */
  readonly keyId: string;
}

const generate = promisify(generateKeyPair);

/** A new RSA key with public exponent 65537, from the operating system's randomness. 2048 bits unless told. */
export async function generateSigningKey({ modulusBits = 2048 } = {}): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: modulusBits,
    publicExponent: 0x10001,
  });
  const jwk = publicKey.export({ format: 'jwk' });
  const keyId = jwkThumbprint(jwk);
  return {
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    publicJwk: publicJwk({ ...jwk }, keyId),
    keyId,
  };
}

/** SPKI PEM of a public JWK. */
export function publicKeyPem(jwk: PublicJwk): string {
  const key = createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e }, format: 'jwk' });
  return key.export({ format: 'pem', type: 'spki' }).toString();
}

/**
 * SHA-256 thumbprint of an RSA JWK, base64url (RFC 7638).
 * @throws TypeError when `n` or `e` is missing.
 */
export function jwkThumbprint(jwk: { n?: string; e?: string }): string {
  const { n, e } = jwk;
  if (n === undefined || e === undefined) throw new TypeError('An RSA JWK with n and e is needed.');
  return createHash('sha256').update(thumbprintInput({ n, e })).digest('base64url');
}
