import { decodeJwt } from '@bartleby/session-token';
import { guardClaims } from './omitted-claims.ts';
import type { SessionClaims } from './session-claims.ts';

/** What a token says about itself. Nothing here is verified: that is the server's business. */
export interface TokenFacts {
  readonly jwt: string;
  readonly claims: SessionClaims;
  /** NumericDate seconds. */
  readonly iat: number;
  readonly exp: number;
  /** Original issued-at, the clock that orders tokens (frontend-api 6.4). */
  readonly oiat: number | undefined;
  /** When the data that the claims were made from was read; to the second. */
  readonly claimsAsOf: Date;
  readonly organizationId: string | null;
}

const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** Reads a token; null for what is not a JWT with `iat` and `exp`. */
export function readToken(jwt: string): TokenFacts | null {
  const decoded = decodeJwt(jwt);
  if (!decoded) return null;
  const claims = guardClaims(decoded.claims) as unknown as SessionClaims;
  const iat = asNumber(claims.iat);
  const exp = asNumber(claims.exp);
  if (iat === undefined || exp === undefined) return null;
  const oiat = asNumber(decoded.protectedHeader.oiat);
  const { id } = (claims.o ?? {}) as { id?: unknown };
  const organizationId = claims.v === 2 ? id : claims.org_id;
  return {
    jwt,
    claims,
    iat,
    exp,
    oiat,
    claimsAsOf: new Date((oiat ?? iat) * 1000),
    organizationId: typeof organizationId === 'string' ? organizationId : null,
  };
}

/**
 * True when `known` is newer than `incoming` (frontend-api 6.4): the higher `oiat`, then the higher `iat`; a token
 * that has an `oiat` is newer than one that has none; a full tie goes to the incoming one.
 */
export function isFresher(known: TokenFacts, incoming: TokenFacts): boolean {
  if (known.oiat === undefined) return false;
  if (incoming.oiat === undefined) return true;
  return known.oiat !== incoming.oiat ? known.oiat > incoming.oiat : known.iat > incoming.iat;
}
