// The global interfaces that an app fills in are declared once, here and beside what they type, so that one
// augmentation is seen through every SDK (backend contract section 4.1).
declare global {
  /** The custom claims of the session token. Add yours in `types/globals.d.ts`; others read as `unknown`. */
  interface CustomJwtSessionClaims {
    [claim: string]: unknown;
  }

  /**
   * The claims of the active template, written by `bartleby types`. Empty until then; once it has keys,
   * `claims(auth)` returns exactly these and the default claims.
   */
  interface BartlebyRegisteredClaims {}
}

/** Who acts as the user while impersonating: at least `sub`. */
export interface Actor {
  sub: string;
  [claim: string]: unknown;
}

/** The default claims that every session token may carry, whatever the template (backend contract 1.4). */
export interface DefaultSessionClaims {
  /** Origin of the browser's request. */
  azp?: string;
  /** Expiry, seconds since 1970. */
  exp: number;
  /** Issued at, seconds since 1970. */
  iat: number;
  /** `https://<Frontend API host>`. */
  iss: string;
  /** Not before, seconds since 1970. */
  nbf: number;
  /** Session id. */
  sid: string;
  /** User id. */
  sub: string;
  /** Who acts as the user, only while impersonating. */
  act?: Actor;
  /** Whole minutes since first and second factor were verified; -1 for never. */
  fva?: [firstFactorMinutes: number, secondFactorMinutes: number];
  /** Session status. */
  sts?: 'active' | 'pending';
  /** Unique per token. */
  jti?: string;
}

/** The active organization of a version 2 token; `rol` without its `org:` prefix. */
export interface OrganizationClaims {
  id: string;
  slg?: string;
  rol: string;
  per?: string;
  fpm?: string;
}

interface VersionOneClaims {
  v?: undefined;
  org_id?: string;
  org_slug?: string;
  org_role?: string;
  org_permissions?: string[];
}

interface VersionTwoClaims {
  v: 2;
  org_id?: never;
  org_slug?: never;
  org_role?: never;
  org_permissions?: never;
  /** Features, `<scope>:<slug>` joined by commas. */
  fea?: string;
  /** Plan, `<scope>:<slug>`. */
  pla?: string;
  o?: OrganizationClaims;
}

/**
 * The claims of a session token as an app reads them: the default claims, those declared in the global
 * interface `CustomJwtSessionClaims`, and every other name as `unknown`.
 */
export type JwtPayload = DefaultSessionClaims & { [claim: string]: unknown } & CustomJwtSessionClaims &
  (VersionOneClaims | VersionTwoClaims);

/** What `claims(auth)` returns: the registered claims exactly, or any name as `unknown` without registration. */
export type RegisteredClaims = keyof BartlebyRegisteredClaims extends never
  ? Record<string, unknown>
  : BartlebyRegisteredClaims & DefaultSessionClaims;
