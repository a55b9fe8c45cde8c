declare global {
  /** Declare your session token's claims here; `bartleby types` writes the file. */
  interface CustomJwtSessionClaims {}
}

/** The claims of a session token: the default ones, and those that the instance's template adds. */
export type SessionClaims = CustomJwtSessionClaims & {
  readonly iss: string;
  readonly sub: string;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly [claim: string]: unknown;
};
