// The interfaces that an app fills in. They are global, and declared here alone, so that one augmentation is
// seen through every SDK (backend contract section 4.1).

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

  /** `{ permission: '…'; role: '…' }` narrows `has()`, `orgRole` and `orgPermissions`. */
  interface ClerkAuthorization {}

  interface UserPublicMetadata {
    [key: string]: unknown;
  }
  interface UserPrivateMetadata {
    [key: string]: unknown;
  }
  interface UserUnsafeMetadata {
    [key: string]: unknown;
  }
}

export {};
