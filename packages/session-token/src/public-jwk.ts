import { type Bytes, decodeBase64url } from './base64url.ts';
import { ALGORITHM, MAX_KEY_ID_LENGTH } from './protected-header.ts';
import { hasRocaFingerprint } from './roca-fingerprint.ts';
import { isObject, type JsonObject } from './strict-json.ts';

/** A public RSA key for verifying RS256, as RFC 7517 section 4 and RFC 7518 section 6.3 write it. */
export interface PublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly kid: string;
}

/** Why a key is not used. */
export type UnusableKeyReason =
  | 'not-an-object'
  | 'not-rsa'
  | 'private-key'
  | 'other-algorithm'
  | 'other-use'
  | 'malformed'
  | 'weak'
  | 'without-kid'
  | 'ambiguous-kid';

const MIN_MODULUS_BITS = 2048;
/** Above this a verification costs so much that a hostile key set could stall a server. */
const MAX_MODULUS_BITS = 8192;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Reads one JWK as a key for verifying RS256. What the key says about itself is binding: `alg` other than RS256,
 * `use` other than sig or `key_ops` without verify make it unusable. Unknown members are ignored.
 * `kid` may be absent here; a JWK Set demands it.
 */
export function readPublicJwk(jwk: unknown): (Omit<PublicJwk, 'kid'> & { kid?: string }) | UnusableKeyReason {
  if (!isObject(jwk)) return 'not-an-object';
  if (jwk.kty !== 'RSA') return 'not-rsa';
  if (PRIVATE_MEMBERS.some((name) => jwk[name] !== undefined)) return 'private-key';
  if (jwk.alg !== undefined && jwk.alg !== ALGORITHM) return 'other-algorithm';
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'other-use';
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify')))
    return 'other-use';
  const { kid, n, e } = jwk;
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > MAX_KEY_ID_LENGTH))
    return 'malformed';
  if (typeof n !== 'string' || typeof e !== 'string') return 'malformed';
  const strength = checkStrength(decodeBase64url(n), decodeBase64url(e));
  if (strength !== null) return strength;
  return { kty: 'RSA', n, e, alg: ALGORITHM, use: 'sig', ...(kid === undefined ? {} : { kid }) };
}

/** RFC 7518 section 6.3.1: no leading zero bytes. FIPS 186-5 section 5.4: odd exponent from 65537 up. */
function checkStrength(modulus: Bytes | null, exponent: Bytes | null): 'malformed' | 'weak' | null {
  if (!modulus?.length || !exponent?.length || modulus[0] === 0 || exponent[0] === 0) return 'malformed';
  const bits = modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
  if (bits < MIN_MODULUS_BITS || bits > MAX_MODULUS_BITS || modulus.at(-1)! % 2 === 0) return 'weak';
  if (exponent.length > 4 || hasRocaFingerprint(modulus)) return 'weak';
  const value = exponent.reduce((sum, byte) => sum * 256 + byte, 0);
  return value < 65_537 || value % 2 === 0 ? 'weak' : null;
}

/**
 * The six members that are published of a key (RFC 7517): kty, n, e, alg, use, kid. Takes a public or a private
 * RSA key; nothing private and nothing unknown comes out.
 * @throws TypeError when it is not an RSA key of 2048 to 8192 bits for RS256 signatures.
 */
export function publicJwk(key: JsonObject, keyId: string): PublicJwk {
  const { kty, n, e, alg, use } = key;
  const read = readPublicJwk({ kty, n, e, alg, use, kid: keyId });
  if (typeof read === 'string')
    throw new TypeError(
      `This key cannot be published (${read}): an RSA key of 2048 bits for RS256 is needed.`,
    );
  return { ...read, kid: keyId };
}

/** The text whose SHA-256 is the key's thumbprint (RFC 7638 section 3). */
export const thumbprintInput = (jwk: { e: string; n: string }): string =>
  JSON.stringify({ e: jwk.e, kty: 'RSA', n: jwk.n });
