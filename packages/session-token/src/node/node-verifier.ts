import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { SyncVerifier } from '../key-source.ts';
import { readPublicJwk } from '../public-jwk.ts';
import { publicKeyPemToDer } from '../public-key-pem.ts';

/**
 * A public key, ready to verify RS256 with node:crypto. Takes a JWK (as object) or an SPKI PEM (as text); a PEM has
 * no key id. The key is parsed once, here.
 * @throws TypeError when it is not an RSA key of 2048 to 8192 bits for RS256 signatures.
 */
export function importPublicKey(key: string | object): SyncVerifier {
  const jwk = readPublicJwk(typeof key === 'string' ? pemToJwk(key) : key);
  if (typeof jwk === 'string')
    throw new TypeError(
      `This key cannot verify RS256 (${jwk}): an RSA public key of 2048 bits or more is needed.`,
    );
  const publicKey = createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e }, format: 'jwk' });
  return createNodeVerifier(publicKey, jwk.kid);
}

function pemToJwk(pem: string): object {
  const der = publicKeyPemToDer(pem);
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }).export({ format: 'jwk' });
  } catch {
    throw new TypeError('This is not a public key in PEM form. Copy it whole, from BEGIN to END.');
  }
}

function createNodeVerifier(publicKey: KeyObject, keyId: string | undefined): SyncVerifier {
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return {
    keyId,
    algorithm: 'RS256',
    verify: (signature, signingInput) => verify('sha256', signingInput, key, signature),
  };
}
