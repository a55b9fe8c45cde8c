import type { Claims } from './claims.ts';
import { type CompactJws, splitCompactJws } from './compact-jws.ts';
import type { KeySource, SyncKeySource, Verifier } from './key-source.ts';
import { type ProtectedHeader, readProtectedHeader, rememberProtectedHeader } from './protected-header.ts';
import { parseStrictJsonBytes } from './strict-json.ts';
import { checkOptions, type TokenClass, type ValidationOptions, validateClaims } from './validate-claims.ts';
import { type Refused, refuse, type VerificationFailure } from './verification-failure.ts';

export type VerifyResult<T extends Claims = Claims> =
  | { readonly ok: true; readonly claims: T; readonly protectedHeader: ProtectedHeader }
  | Refused;

export interface VerifyOptions extends ValidationOptions {
  keys: KeySource;
}

export interface VerifySyncOptions extends ValidationOptions {
  keys: SyncKeySource;
}

/** Claims of a verified session token. `sub` and `sid` are there and not empty; the rest as RFC 7519 has it. */
export interface SessionClaims extends Claims {
  sub: string;
  sid: string;
  exp: number;
  iat?: number;
  nbf?: number;
  iss?: string;
  azp?: string;
  sts?: 'active' | 'pending';
}

/** Claims of a verified custom JWT: whatever its template says, and these. */
export interface CustomJwtClaims extends Claims {
  sub: string;
  exp: number;
  iat?: number;
  nbf?: number;
  iss?: string;
  azp?: string;
}

/** Claims of a verified handshake token. */
export interface HandshakeClaims extends Claims {
  /** Set-Cookie lines, in order. */
  handshake: string[];
  exp: number;
}

/**
 * Verifies a session token: strict form, RS256, signature by a key of `keys`, then its claims.
 * Demands category session, `sub` and `sid`. Never throws because of the token or the keys.
 * @throws TypeError when the options are wrong (an empty list, a time that is not a number).
 */
export function verifySessionToken(
  token: string,
  options: VerifyOptions,
): Promise<VerifyResult<SessionClaims>> {
  return verifyToken(token, 'session', options);
}

/** Verifies a custom JWT (from a JWT template): category custom JWT and `sub`. Otherwise as `verifySessionToken`. */
export function verifyCustomJwt(
  token: string,
  options: VerifyOptions,
): Promise<VerifyResult<CustomJwtClaims>> {
  return verifyToken(token, 'custom-jwt', options);
}

/**
 * Verifies a handshake token: category session, a list of Set-Cookie lines in `handshake`, and neither `sub`
 * nor `sid` (design decision 11). Otherwise as `verifySessionToken`.
 */
export function verifyHandshakeToken(
  token: string,
  options: VerifyOptions,
): Promise<VerifyResult<HandshakeClaims>> {
  return verifyToken(token, 'handshake', options);
}

/** As `verifySessionToken`, but answers at once; needs keys that verify at once (entry point `./node`). */
export function verifySessionTokenSync(
  token: string,
  options: VerifySyncOptions,
): VerifyResult<SessionClaims> {
  return verifyTokenSync(token, 'session', options);
}

/** As `verifyCustomJwt`, but answers at once. */
export function verifyCustomJwtSync(
  token: string,
  options: VerifySyncOptions,
): VerifyResult<CustomJwtClaims> {
  return verifyTokenSync(token, 'custom-jwt', options);
}

/** As `verifyHandshakeToken`, but answers at once. */
export function verifyHandshakeTokenSync(
  token: string,
  options: VerifySyncOptions,
): VerifyResult<HandshakeClaims> {
  return verifyTokenSync(token, 'handshake', options);
}

async function verifyToken<T extends Claims>(
  token: unknown,
  tokenClass: TokenClass,
  options: VerifyOptions,
): Promise<VerifyResult<T>> {
  checkOptions(options);
  const read = readToken(token);
  if (typeof read === 'string') return refuse(read);
  let verifier: Verifier | undefined;
  try {
    const found = options.keys.find(read.header.kid);
    // A key that is at hand costs no turn of the event loop.
    verifier = found !== undefined && 'then' in found ? await found : found;
  } catch {
    return refuse('keys-unavailable');
  }
  if (verifier === undefined) return refuse('unknown-key');
  const answer = verifier.verify(read.jws.signature, read.jws.signingInput);
  const valid = typeof answer === 'boolean' ? answer : await answer;
  return valid === true ? readClaims<T>(read, tokenClass, options) : refuse('signature');
}

function verifyTokenSync<T extends Claims>(
  token: unknown,
  tokenClass: TokenClass,
  options: VerifySyncOptions,
): VerifyResult<T> {
  checkOptions(options);
  const read = readToken(token);
  if (typeof read === 'string') return refuse(read);
  const verifier = options.keys.find(read.header.kid);
  if (verifier === undefined) return refuse('unknown-key');
  const valid = verifier.verify(read.jws.signature, read.jws.signingInput);
  return valid === true ? readClaims<T>(read, tokenClass, options) : refuse('signature');
}

interface ReadToken {
  readonly jws: CompactJws;
  readonly header: ProtectedHeader;
}

/** All that may be read before the signature is known to be right: the form and the protected header. */
function readToken(token: unknown): ReadToken | VerificationFailure {
  const jws = splitCompactJws(token);
  if (typeof jws === 'string') return jws;
  const header = readProtectedHeader(jws.headerSegment);
  return typeof header === 'string' ? header : { jws, header };
}

function readClaims<T extends Claims>(
  { jws, header }: ReadToken,
  tokenClass: TokenClass,
  options: ValidationOptions,
): VerifyResult<T> {
  rememberProtectedHeader(jws.headerSegment, header);
  const claims = parseStrictJsonBytes(jws.payload);
  if (claims === null) return refuse('claims-not-json');
  const failure = validateClaims(claims, header, tokenClass, options);
  if (failure !== null) return refuse(failure);
  // validateClaims has checked every member that T adds to Claims.
  return { ok: true, claims: claims as T, protectedHeader: header };
}
