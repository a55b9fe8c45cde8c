import type { Claims } from './claims.ts';
import { isNumericDate } from './numeric-date.ts';
import type { ProtectedHeader } from './protected-header.ts';
import { tokenCategories } from './token-categories.ts';
import type { VerificationFailure } from './verification-failure.ts';

/** Which class of token a verifier stands for. A token of one class is refused by the verifiers of the others. */
export type TokenClass = 'session' | 'custom-jwt' | 'handshake';

/** What the verifier expects of the claims. */
export interface ValidationOptions {
  /** Now, in seconds since 1970; fractions allowed. */
  nowSeconds: number;
  /** Accepted issuer, accepted issuers, or a function that decides. Without it `iss` need only be text. */
  issuer?: string | readonly string[] | ((issuer: string) => boolean) | undefined;
  /** When given, `aud` must name one of these; a token without `aud` is refused. */
  audience?: string | readonly string[] | undefined;
  /** When given, `azp` must be one of these; a token without `azp` is refused. */
  authorizedParties?: readonly string[] | undefined;
  /** Tolerated difference between clocks, applied to `exp`, `nbf` and `iat`; 5 when left out. */
  clockSkewSeconds?: number | undefined;
}

const DEFAULT_CLOCK_SKEW_SECONDS = 5;

const categoryOf: Record<TokenClass, string> = {
  session: tokenCategories.session,
  'custom-jwt': tokenCategories.customJwt,
  handshake: tokenCategories.session,
};

/** @throws TypeError when the options themselves are wrong: a mistake of the program, not of the token. */
export function checkOptions(options: ValidationOptions): void {
  const { nowSeconds, clockSkewSeconds, issuer, audience, authorizedParties } = options;
  if (!Number.isFinite(nowSeconds)) throw new TypeError('nowSeconds must be a finite number of seconds.');
  if (clockSkewSeconds !== undefined && !(clockSkewSeconds >= 0 && Number.isFinite(clockSkewSeconds)))
    throw new TypeError('clockSkewSeconds must be zero or a positive number of seconds.');
  if (issuer !== undefined && typeof issuer !== 'function' && !isText(issuer)) checkList('issuer', issuer);
  if (audience !== undefined && !isText(audience)) checkList('audience', audience);
  // A text here would be searched for substrings.
  if (authorizedParties !== undefined) checkList('authorizedParties', authorizedParties);
}

function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value) || !value.every(isText))
    throw new TypeError(`${name} must be a list of texts that are not empty.`);
  if (value.length === 0)
    throw new TypeError(
      `${name} is an empty list, which would refuse every token. Leave it out or name one.`,
    );
}

/**
 * Checks the claims of a token whose signature is right. First failure wins, in the order of the published
 * SDKs (backend contract section 1.10): class, subject, audience, authorized party, issuer, times.
 */
export function validateClaims(
  claims: Claims,
  header: ProtectedHeader,
  tokenClass: TokenClass,
  options: ValidationOptions,
): VerificationFailure | null {
  return (
    checkClass(claims, header, tokenClass) ??
    checkParties(claims, options) ??
    checkTimes(claims, options.nowSeconds, options.clockSkewSeconds ?? DEFAULT_CLOCK_SKEW_SECONDS)
  );
}

function checkClass(
  claims: Claims,
  header: ProtectedHeader,
  tokenClass: TokenClass,
): VerificationFailure | null {
  if (header.cat !== categoryOf[tokenClass]) return 'category';
  if (tokenClass === 'handshake') {
    if (claims.sub !== undefined) return 'subject';
    if (claims.sid !== undefined) return 'session-id';
    const directives = claims.handshake;
    const isList = Array.isArray(directives) && directives.every((line) => typeof line === 'string');
    return isList ? null : 'claim-invalid';
  }
  if (!isText(claims.sub)) return 'subject';
  if (tokenClass === 'custom-jwt') return null;
  if (!isText(claims.sid)) return 'session-id';
  // An unknown status must not pass for "active".
  return claims.sts === undefined || claims.sts === 'active' || claims.sts === 'pending'
    ? null
    : 'claim-invalid';
}

function checkParties(claims: Claims, options: ValidationOptions): VerificationFailure | null {
  const { audience, authorizedParties, issuer } = options;
  if (audience !== undefined && !namesAudience(claims.aud, audience)) return 'audience';
  const azp = claims.azp;
  if (authorizedParties !== undefined && !(typeof azp === 'string' && authorizedParties.includes(azp)))
    return 'authorized-party';
  if (azp !== undefined && typeof azp !== 'string') return 'authorized-party';
  const iss = claims.iss;
  if (iss === undefined) return issuer === undefined ? null : 'issuer';
  if (typeof iss !== 'string') return 'issuer';
  if (issuer === undefined) return null;
  if (typeof issuer === 'string') return iss === issuer ? null : 'issuer';
  return (typeof issuer === 'function' ? issuer(iss) === true : issuer.includes(iss)) ? null : 'issuer';
}

function namesAudience(aud: unknown, audience: string | readonly string[]): boolean {
  const accepted = typeof audience === 'string' ? [audience] : audience;
  if (typeof aud === 'string') return accepted.includes(aud);
  return (
    Array.isArray(aud) &&
    aud.every((item) => typeof item === 'string') &&
    aud.some((item) => accepted.includes(item))
  );
}

function checkTimes(claims: Claims, nowSeconds: number, skewSeconds: number): VerificationFailure | null {
  const { exp, nbf, iat } = claims;
  if (!isNumericDate(exp)) return 'claim-invalid';
  if (nbf !== undefined && !isNumericDate(nbf)) return 'claim-invalid';
  if (iat !== undefined && !isNumericDate(iat)) return 'claim-invalid';
  if (exp <= nowSeconds - skewSeconds) return 'expired';
  if (nbf !== undefined && nbf > nowSeconds + skewSeconds) return 'not-active-yet';
  if (iat !== undefined && iat > nowSeconds + skewSeconds) return 'issued-in-the-future';
  return null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
