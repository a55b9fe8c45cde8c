import { decodeBase64url } from './base64url.ts';
import type { Claims } from './claims.ts';
import { splitCompactJws } from './compact-jws.ts';
import { parseStrictJsonBytes } from './strict-json.ts';

export interface DecodedJwt {
  readonly protectedHeader: Claims;
  readonly claims: Claims;
}

/**
 * Reads a JWT without verifying or validating it: anyone can have written it. For reading `sid`, `iat` or `exp`
 * before a decision that does not trust them. Answers null for what is not a JWT.
 */
export function decodeJwt(token: unknown): DecodedJwt | null {
  const jws = splitCompactJws(token);
  if (typeof jws === 'string') return null;
  const headerBytes = decodeBase64url(jws.headerSegment);
  const protectedHeader = headerBytes && parseStrictJsonBytes(headerBytes);
  const claims = parseStrictJsonBytes(jws.payload);
  return protectedHeader && claims ? { protectedHeader, claims } : null;
}
