import { constants, createHmac, createPrivateKey, createSecretKey, type KeyObject, sign } from 'node:crypto';
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
 * Signs custom JWTs with a key of their own, by node:crypto: RSA and ECDSA on the thread pool. Private keys are
 * read in every unencrypted PEM form (PKCS #8, PKCS #1, SEC 1).
 * @throws UnusableSigningKey when the key cannot sign with the algorithm.
 */
export function createCustomJwtSigner({ algorithm, key, keyId }: CustomSigningKey): Signer {
  const hash = `sha${hashBitsOf(algorithm)}`;
  if (familyOf(algorithm) === 'HS') {
    const secret = createSecretKey(readSecret(algorithm, key));
    const digest = (signingInput: Uint8Array) => createHmac(hash, secret).update(signingInput).digest();
    return { keyId, algorithm, sign: async (signingInput) => digest(signingInput) };
  }
  const privateKey = readPrivateKey(algorithm, readPem(algorithm, key));
  const options =
    algorithm === 'ES256'
      ? { key: privateKey, dsaEncoding: 'ieee-p1363' as const }
      : { key: privateKey, padding: constants.RSA_PKCS1_PADDING };
  return {
    keyId,
    algorithm,
    sign: (signingInput) =>
      new Promise((resolve, reject) => {
        sign(hash, signingInput, options, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}

function readPrivateKey(algorithm: SigningAlgorithm, pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's own words could quote key material; ours cannot.
    throw notAPrivateKey(algorithm);
  }
  if (algorithm === 'ES256') {
    if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
      throw otherKeyType(algorithm, 'an EC key on the curve P-256');
    return key;
  }
  if (key.asymmetricKeyType !== 'rsa') throw otherKeyType(algorithm, 'an RSA key');
  requireStrongRsaKey(key.export({ format: 'jwk' }));
  return key;
}
