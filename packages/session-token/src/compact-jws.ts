import { type Bytes, decodeBase64url, decodeBase64urlBytes } from './base64url.ts';
import type { Verifier } from './key-source.ts';
import { readJwsHeader } from './protected-header.ts';
import type { VerificationFailure } from './verification-failure.ts';

/** Longest token that is looked at, in characters: four times what a cookie holds. */
export const MAX_TOKEN_LENGTH = 16_384;

/** A compact JWS, split and decoded (RFC 7515 section 7.1); nothing in it is trusted yet. */
export interface CompactJws {
  readonly headerSegment: string;
  readonly signingInput: Bytes;
  readonly payload: Bytes;
  readonly signature: Bytes;
}

const utf8 = new TextEncoder();

/** Splits a compact JWS: exactly three parts, payload and signature canonical base64url. The header is left as text. */
export function splitCompactJws(token: unknown): CompactJws | VerificationFailure {
  if (typeof token !== 'string') return 'malformed';
  if (token.length > MAX_TOKEN_LENGTH) return 'too-large';
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  if (first < 1 || second < 0 || token.indexOf('.', second + 1) >= 0) return 'malformed';
  const bytes = utf8.encode(token);
  // Otherwise a character outside ASCII has moved everything behind it.
  if (bytes.length !== token.length) return 'malformed';
  const payload = decodeBase64urlBytes(bytes, first + 1, second);
  const signature = decodeBase64urlBytes(bytes, second + 1, bytes.length);
  if (payload === null || signature === null) return 'malformed';
  return {
    headerSegment: token.slice(0, first),
    signingInput: bytes.subarray(0, second),
    payload,
    signature,
  };
}

/**
 * Verifies a compact JWS of any payload with one given key: strict splitting, RS256, no extension, signature.
 * This is the layer that outside test vectors speak to; tokens go through `verifySessionToken` and its kin.
 */
export async function verifyCompactJws(
  token: unknown,
  verifier: Verifier,
): Promise<{ ok: true; payload: Bytes } | { ok: false; reason: VerificationFailure }> {
  const jws = splitCompactJws(token);
  if (typeof jws === 'string') return { ok: false, reason: jws };
  const headerBytes = decodeBase64url(jws.headerSegment);
  const header = headerBytes === null ? 'malformed' : readJwsHeader(headerBytes);
  if (typeof header === 'string') return { ok: false, reason: header };
  const valid = await verifier.verify(jws.signature, jws.signingInput);
  return valid === true ? { ok: true, payload: jws.payload } : { ok: false, reason: 'signature' };
}
