/** A JWT's claims set: claim name to JSON value (RFC 7519 section 4). */
export type Claims = { [name: string]: unknown };

/** What the issuer knows about a session when it issues a session token. */
export interface SessionTokenFacts {
  /** Origin of the browser's request, verbatim; left out for requests without one. */
  azp?: string | undefined;
  /** `https://<Frontend API host>`, without a trailing slash. */
  issuer: string;
  /** Signing time, whole seconds since 1970 (RFC 7519 section 2, NumericDate). */
  issuedAtSeconds: number;
  /** How long the token is good for; 60 when left out. */
  lifetimeSeconds?: number | undefined;
  /** How far `nbf` lies before `iat`; 10 when left out. */
  notBeforeLeewaySeconds?: number | undefined;
  /** Unique per token. */
  tokenId: string;
  sessionId: string;
  userId: string;
  /** Whole minutes since the first and the second factor were verified in this session; -1 for never. */
  factorVerificationAge: readonly [firstFactorMinutes: number, secondFactorMinutes: number];
  /** `pending` while session tasks are outstanding. */
  status: 'active' | 'pending';
  /** Present only while someone acts as the user. */
  actor?: Claims | undefined;
  /** Present only with an active organization: the `o` claim as it goes out. */
  organization?: OrganizationClaim | undefined;
}

/** The `o` claim (backend contract section 1.4): role without its `org:` prefix, lists comma-joined. */
export interface OrganizationClaim {
  id: string;
  slg: string;
  rol: string;
  per?: string;
  fpm?: string;
}

/**
 * The default claims of a session token, version 2, in alphabetical order (backend contract section 1.4):
 * `act? azp? exp fva iat iss jti nbf o? sid sts sub v`. They are laid over the rendered template last.
 */
export function defaultSessionClaims(facts: SessionTokenFacts): Claims {
  const claims: Claims = {};
  if (facts.actor !== undefined) claims.act = facts.actor;
  if (facts.azp !== undefined && facts.azp !== '') claims.azp = facts.azp;
  claims.exp = facts.issuedAtSeconds + (facts.lifetimeSeconds ?? 60);
  claims.fva = [facts.factorVerificationAge[0], facts.factorVerificationAge[1]];
  claims.iat = facts.issuedAtSeconds;
  claims.iss = facts.issuer;
  claims.jti = facts.tokenId;
  claims.nbf = facts.issuedAtSeconds - (facts.notBeforeLeewaySeconds ?? 10);
  if (facts.organization !== undefined) claims.o = facts.organization;
  claims.sid = facts.sessionId;
  claims.sts = facts.status;
  claims.sub = facts.userId;
  claims.v = 2;
  return claims;
}

/** What the issuer knows when it issues a custom JWT. */
export interface CustomJwtFacts {
  /** Origin of the browser's request, verbatim; left out for requests without one. */
  azp?: string | undefined;
  issuer: string;
  issuedAtSeconds: number;
  lifetimeSeconds: number;
  /** How far `nbf` lies before `iat`. */
  allowedClockSkewSeconds: number;
  tokenId: string;
  userId: string;
}

/**
 * The default claims of a custom JWT, in alphabetical order (backend contract section 1.7): `azp? exp iat iss jti
 * nbf sub`. Nothing ties it to a session. They are laid over the rendered template last.
 */
export function defaultCustomJwtClaims(facts: CustomJwtFacts): Claims {
  return {
    ...(facts.azp !== undefined && facts.azp !== '' && { azp: facts.azp }),
    exp: facts.issuedAtSeconds + facts.lifetimeSeconds,
    iat: facts.issuedAtSeconds,
    iss: facts.issuer,
    jti: facts.tokenId,
    nbf: facts.issuedAtSeconds - facts.allowedClockSkewSeconds,
    sub: facts.userId,
  };
}
