import { utf8Length } from '../json-text/utf8-length.ts';
import { limits } from '../limits.ts';

/** Characters of an RS256 signature by a 2048-bit key, in base64url. */
const RS256_SIGNATURE_CHARACTERS = 342;

/** Characters of `bytes` bytes in base64url without padding. */
export function base64UrlLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

export interface TokenSizeInput {
  /** UTF-8 bytes of the serialised claims, default claims included. */
  claimsBytes: number;
  /** UTF-8 bytes of the serialised protected header. */
  headerBytes: number;
  /** The whole name of the cookie, suffix included, as in `__session_AbCdEf12`. */
  cookieName?: string;
  /** Characters of the encoded signature; 342 (RS256 with 2048 bits) when left out. */
  signatureCharacters?: number;
}

export interface TokenSize {
  /** Characters of the JWS, which are bytes on the wire. */
  tokenBytes: number;
  /** Name and value together: what a browser compares with its limit. */
  cookieBytes: number;
  /** How many bytes are left in the cookie; negative when it would be dropped. */
  bytesLeft: number;
  fitsCookie: boolean;
}

/** The size of a session token and of its cookie (claims-language section 7). */
export function tokenSize(input: TokenSizeInput): TokenSize {
  const tokenBytes =
    base64UrlLength(input.headerBytes) +
    1 +
    base64UrlLength(input.claimsBytes) +
    1 +
    (input.signatureCharacters ?? RS256_SIGNATURE_CHARACTERS);
  const cookieBytes = utf8Length(input.cookieName ?? '__session') + tokenBytes;
  return {
    tokenBytes,
    cookieBytes,
    bytesLeft: limits.cookieBytes - cookieBytes,
    fitsCookie: cookieBytes <= limits.cookieBytes,
  };
}
