import * as token from '@bartleby/session-token';

/** A custom claim was read from a token that came without them (`claimsOmitted`): its value is not known. */
export interface ClaimsOmittedError extends Error {
  readonly name: 'ClaimsOmittedError';
  readonly code: 'claims_omitted';
  /** The claim that was read. */
  readonly claim: string;
}

export function isClaimsOmittedError(error: unknown): error is ClaimsOmittedError {
  return error instanceof Error && error.name === 'ClaimsOmittedError';
}

/** Whether a token came without its custom claims. */
export const areClaimsOmitted = (claims: object): boolean => token.areClaimsOmitted(claims);

/** Claims as an app may read them: where the custom ones were left out, reading one throws. */
export function guardClaims<T extends object>(claims: T): T {
  return token.guardClaims(claims);
}
