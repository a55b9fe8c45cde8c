import type { Bytes } from '../base64url.ts';
import {
  type CustomSigningKey,
  notAPrivateKey,
  otherKeyType,
  readPem,
  readSecret,
  requireStrongRsaKey,
} from '../custom-jwt/custom-signing-key.ts';
import { familyOf, hashBitsOf, type SigningAlgorithm } from '../custom-jwt/signing-algorithm.ts';
import type { Signer } from '../key-source.ts';

/**
 * Signs custom JWTs with a key of their own, by SubtleCrypto. Private keys are read in PKCS #8 PEM form alone.
 * @throws UnusableSigningKey (as a rejection) when the key cannot sign with the algorithm.
 */
export async function createCustomJwtSigner({ algorithm, key, keyId }: CustomSigningKey): Promise<Signer> {
  const cryptoKey = await importSigningKey(algorithm, key);
  const parameters = signParametersOf(algorithm);
  return {
    keyId,
    algorithm,
    sign: async (signingInput) =>
      new Uint8Array(await crypto.subtle.sign(parameters, cryptoKey, signingInput)),
  };
}

function signParametersOf(algorithm: SigningAlgorithm) {
  const hash = `SHA-${hashBitsOf(algorithm)}`;
  return { name: { HS: 'HMAC', RS: 'RSASSA-PKCS1-v1_5', ES: 'ECDSA' }[familyOf(algorithm)], hash };
}

async function importSigningKey(algorithm: SigningAlgorithm, key: string | Bytes) {
  const parameters = signParametersOf(algorithm);
  const family = familyOf(algorithm);
  if (family === 'HS')
    return crypto.subtle.importKey('raw', readSecret(algorithm, key), parameters, false, ['sign']);
  const der = pkcs8Of(algorithm, readPem(algorithm, key));
  const imported = family === 'ES' ? { ...parameters, namedCurve: 'P-256' } : parameters;
  try {
    if (family === 'RS') {
      const readable = await crypto.subtle.importKey('pkcs8', der, imported, true, ['sign']);
      requireStrongRsaKey(await crypto.subtle.exportKey('jwk', readable));
    }
    return await crypto.subtle.importKey('pkcs8', der, imported, false, ['sign']);
  } catch (error) {
    if (error instanceof TypeError && error.name === 'UnusableSigningKey') throw error;
    throw otherKeyType(algorithm, family === 'ES' ? 'an EC key on the curve P-256' : 'an RSA key');
  }
}

function pkcs8Of(algorithm: SigningAlgorithm, pem: string): Bytes {
  const base64 = /-----BEGIN PRIVATE KEY-----([\s\S]*?)-----END PRIVATE KEY-----/.exec(pem)?.[1];
  if (base64 === undefined) throw notAPrivateKey(algorithm);
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    throw notAPrivateKey(algorithm);
  }
}
