import { constants, createPrivateKey, KeyObject, sign } from 'node:crypto';
import type { Signer } from '../key-source.ts';
import { readPublicJwk } from '../public-jwk.ts';

/**
 * Signs with node:crypto on the thread pool, so that the event loop stays free. Takes a KeyObject or a PKCS #8 PEM.
 * @throws TypeError when it is not a private RSA key of 2048 bits or more.
 */
export function createNodeSigner(privateKey: KeyObject | string, keyId: string): Signer {
  const key = { key: readPrivateKey(privateKey), padding: constants.RSA_PKCS1_PADDING };
  return {
    keyId,
    algorithm: 'RS256',
    sign: (signingInput) =>
      new Promise((resolve, reject) => {
        sign('sha256', signingInput, key, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}

function readPrivateKey(privateKey: KeyObject | string): KeyObject {
  let key: KeyObject;
  try {
    key = privateKey instanceof KeyObject ? privateKey : createPrivateKey(privateKey);
  } catch {
    // OpenSSL's own words could quote key material; ours cannot.
    throw new TypeError('This is not a private key in PKCS #8 PEM form.');
  }
  if (key.type !== 'private') throw new TypeError('A private key is needed to sign.');
  const { kty, n, e } = key.export({ format: 'jwk' });
  const problem = readPublicJwk({ kty, n, e });
  if (typeof problem === 'string')
    throw new TypeError(
      `This key cannot sign RS256 (${problem}): an RSA key of 2048 bits or more is needed.`,
    );
  return key;
}
