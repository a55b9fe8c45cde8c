import { encodeBase64url } from '../base64url.ts';
import { thumbprintInput } from '../public-jwk.ts';
import type { JsonObject } from '../strict-json.ts';

/**
 * SHA-256 thumbprint of an RSA JWK, base64url (RFC 7638).
 * @throws TypeError (as a rejection) when `n` or `e` is missing.
 */
export async function jwkThumbprint(jwk: JsonObject): Promise<string> {
  const { n, e } = jwk;
  if (typeof n !== 'string' || typeof e !== 'string')
    throw new TypeError('An RSA JWK with n and e is needed.');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(thumbprintInput({ n, e })));
  return encodeBase64url(new Uint8Array(digest));
}
