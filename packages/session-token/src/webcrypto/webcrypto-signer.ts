import type { Signer } from '../key-source.ts';
import { type PublicJwk, publicJwk, readPublicJwk } from '../public-jwk.ts';
import type { JsonObject } from '../strict-json.ts';
import { jwkThumbprint } from './jwk-thumbprint.ts';
import { RS256 } from './rs256.ts';

/**
 * Signs with SubtleCrypto. Takes a private JWK.
 * @throws TypeError (as a rejection) when it is not a private RSA key of 2048 bits or more for RS256.
 */
export async function createWebCryptoSigner(privateJwk: JsonObject, keyId: string): Promise<Signer> {
  const { kty, n, e, alg, use, key_ops: _, ...secret } = privateJwk;
  const problem = readPublicJwk({ kty, n, e, alg, use });
  if (typeof problem === 'string')
    throw new TypeError(
      `This key cannot sign RS256 (${problem}): an RSA key of 2048 bits or more is needed.`,
    );
  if (typeof secret.d !== 'string') throw new TypeError('A private key is needed to sign.');
  const privateKey = await crypto.subtle.importKey('jwk', { ...secret, ...problem }, RS256, false, ['sign']);
  return {
    keyId,
    algorithm: 'RS256',
    sign: async (signingInput) =>
      new Uint8Array(await crypto.subtle.sign(RS256.name, privateKey, signingInput)),
  };
}

export interface WebCryptoSigningKey {
  /** Store it encrypted. */
  readonly privateJwk: JsonObject;
  readonly publicJwk: PublicJwk;
  /** RFC 7638 thumbprint. */
  readonly keyId: string;
}

/** A new RSA key with public exponent 65537. 2048 bits unless told. */
export async function generateSigningKey({ modulusBits = 2048 } = {}): Promise<WebCryptoSigningKey> {
  const { privateKey } = await crypto.subtle.generateKey(
    { ...RS256, modulusLength: modulusBits, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  );
  const privateJwk: JsonObject = { ...(await crypto.subtle.exportKey('jwk', privateKey)) };
  delete privateJwk.key_ops;
  delete privateJwk.ext;
  const keyId = await jwkThumbprint(privateJwk);
  return { privateJwk, publicJwk: publicJwk(privateJwk, keyId), keyId };
}
