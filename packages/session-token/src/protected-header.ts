import { decodeBase64url } from './base64url.ts';
import { isNumericDate } from './numeric-date.ts';
import { parseStrictJsonBytes } from './strict-json.ts';
import type { VerificationFailure } from './verification-failure.ts';

/** The only signature algorithm: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3). */
export const ALGORITHM = 'RS256';

/** The protected header of our JWTs (backend contract section 1.2). */
export interface ProtectedHeader {
  readonly alg: 'RS256';
  readonly kid: string;
  readonly typ: 'JWT';
  /** Token class, see `tokenCategories`. */
  readonly cat?: string;
  /** When the claims were assembled, seconds since 1970; may be earlier than `iat`. */
  readonly oiat?: number;
}

export const MAX_KEY_ID_LENGTH = 255;

/** What every JWS must have, whatever it carries: RS256 and no extension (RFC 8725 sections 3.1, 3.10). */
export function readJwsHeader(bytes: Uint8Array): Record<string, unknown> | VerificationFailure {
  const header = parseStrictJsonBytes(bytes);
  if (header === null) return 'malformed';
  if (header.alg !== ALGORITHM) return 'algorithm';
  if ('crit' in header || 'b64' in header) return 'critical-header';
  return header;
}

const MAX_REMEMBERED_HEADERS = 256;
/** First part of a token → what it says. Depends on nothing but that text; keys are looked up afterwards. */
const rememberedHeaders = new Map<string, ProtectedHeader>();

/**
 * Reads the protected header of a JWT from its first part. Members that we do not know (`jku`, `jwk`, `x5u`,
 * `x5c` …) are ignored: they never choose a key.
 */
export function readProtectedHeader(segment: string): ProtectedHeader | VerificationFailure {
  return rememberedHeaders.get(segment) ?? parseProtectedHeader(segment);
}

/**
 * Spares the next token with the same first part the parsing. To be called after a signature was right, so that
 * forged tokens cannot push the headers of real ones out.
 */
export function rememberProtectedHeader(segment: string, header: ProtectedHeader): void {
  if (rememberedHeaders.has(segment)) return;
  if (rememberedHeaders.size >= MAX_REMEMBERED_HEADERS) {
    // A Map keeps the order of insertion: the first is the oldest.
    for (const oldest of rememberedHeaders.keys()) {
      rememberedHeaders.delete(oldest);
      break;
    }
  }
  rememberedHeaders.set(segment, header);
}

function parseProtectedHeader(segment: string): ProtectedHeader | VerificationFailure {
  const bytes = decodeBase64url(segment);
  if (bytes === null) return 'malformed';
  const header = readJwsHeader(bytes);
  if (typeof header === 'string') return header;
  const { kid, typ, cat, oiat } = header;
  if (typ !== 'JWT') return 'type';
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KEY_ID_LENGTH) return 'malformed';
  if (cat !== undefined && typeof cat !== 'string') return 'malformed';
  if (oiat !== undefined && !isNumericDate(oiat)) return 'malformed';
  return Object.freeze({
    alg: ALGORITHM,
    kid,
    typ,
    ...(cat === undefined ? {} : { cat }),
    ...(oiat === undefined ? {} : { oiat }),
  });
}
