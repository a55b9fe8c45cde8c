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
