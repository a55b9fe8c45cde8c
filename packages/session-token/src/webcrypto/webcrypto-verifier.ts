import type { Verifier } from '../key-source.ts';
import { readPublicJwk } from '../public-jwk.ts';
import { publicKeyPemToDer } from '../public-key-pem.ts';
import { RS256 } from './rs256.ts';

/**
 * A public key, ready to verify RS256 with SubtleCrypto. Takes a JWK (as object) or an SPKI PEM (as text); a PEM has
 * no key id.
 * @throws TypeError (as a rejection) when it is not an RSA key of 2048 to 8192 bits for RS256 signatures.
 */
export async function importPublicKey(key: string | object): Promise<Verifier> {
  const jwk = readPublicJwk(typeof key === 'string' ? await pemToJwk(key) : key);
  if (typeof jwk === 'string')
    throw new TypeError(
      `This key cannot verify RS256 (${jwk}): an RSA public key of 2048 bits or more is needed.`,
    );
  const publicKey = await crypto.subtle.importKey('jwk', { kty: 'RSA', n: jwk.n, e: jwk.e }, RS256, false, [
    'verify',
  ]);
  return {
    keyId: jwk.kid,
    algorithm: 'RS256',
    verify: (signature, signingInput) => crypto.subtle.verify(RS256.name, publicKey, signature, signingInput),
  };
}

async function pemToJwk(pem: string): Promise<object> {
  const der = publicKeyPemToDer(pem);
  try {
    const key = await crypto.subtle.importKey('spki', der, RS256, true, ['verify']);
    const { kty, n, e } = await crypto.subtle.exportKey('jwk', key);
    return { kty, n, e };
  } catch {
    throw new TypeError('This is not a public RSA key in PEM form. Copy it whole, from BEGIN to END.');
  }
}
