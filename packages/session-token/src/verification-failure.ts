/** Why a token was refused. Stable codes: programs may branch on them. */
export type VerificationFailure = keyof typeof failures;

/** Reason names that published Clerk SDKs give for a refused token (backend contract section 1.10). */
export type PublishedFailureReason =
  | 'token-expired'
  | 'token-iat-in-the-future'
  | 'token-invalid'
  | 'token-invalid-algorithm'
  | 'token-invalid-authorized-parties'
  | 'token-invalid-issuer'
  | 'token-invalid-signature'
  | 'token-not-active-yet'
  | 'token-verification-failed'
  | 'jwk-kid-mismatch'
  | 'jwk-remote-failed-to-load';

// Messages never repeat what the token says: it may come from an attacker and end up in a log.
const failures = {
  malformed: [
    'token-invalid',
    'This is not a JWT. A token has three base64url parts joined by two dots; pass it whole and unchanged.',
  ],
  'too-large': ['token-invalid', 'The token is longer than 16,384 characters. Put less into its claims.'],
  algorithm: [
    'token-invalid-algorithm',
    'The token is not signed with RS256, the only algorithm accepted here.',
  ],
  'critical-header': [
    'token-invalid',
    'The protected header asks for an extension (crit or b64). Extensions are not supported.',
  ],
  type: ['token-invalid', 'The protected header must have typ "JWT".'],
  'unknown-key': [
    'jwk-kid-mismatch',
    'No key has the kid of this token. Check that the token and the keys are of the same instance.',
  ],
  'keys-unavailable': [
    'jwk-remote-failed-to-load',
    'The JWK Set could not be loaded. Check the API URL and that the server is reachable.',
  ],
  signature: ['token-invalid-signature', 'The signature does not match the token.'],
  'claims-not-json': [
    'token-invalid',
    'The claims are not one JSON object in UTF-8 with unique names, at most 32 levels deep.',
  ],
  category: [
    'token-invalid',
    'The token is of another class: a session token, a custom JWT and a machine token cannot stand in for each other.',
  ],
  subject: [
    'token-verification-failed',
    'The claim sub must be present as text, or absent in a handshake token.',
  ],
  'session-id': [
    'token-verification-failed',
    'The claim sid must be present as text, or absent in a handshake token.',
  ],
  'claim-invalid': [
    'token-verification-failed',
    'A standard claim is missing or has the wrong type: exp is required, exp, nbf and iat are seconds since 1970.',
  ],
  audience: ['token-verification-failed', 'The claim aud names none of the configured audiences.'],
  'authorized-party': [
    'token-invalid-authorized-parties',
    'The claim azp is none of the authorized parties. Add the origin of your app if it is yours.',
  ],
  issuer: ['token-invalid-issuer', 'The claim iss is not the configured issuer.'],
  expired: ['token-expired', 'The token has expired. Get a fresh one; if it is fresh, check the clocks.'],
  'not-active-yet': [
    'token-not-active-yet',
    'The claim nbf lies in the future. Check the clocks of both machines.',
  ],
  'issued-in-the-future': [
    'token-iat-in-the-future',
    'The claim iat lies in the future. Check the clocks of both machines.',
  ],
} as const satisfies Record<string, readonly [PublishedFailureReason, string]>;

const names = Object.keys(failures) as VerificationFailure[];

/** Our failure codes → the reason names of the published SDKs. */
export const publishedFailureReasons = Object.freeze(
  Object.fromEntries(names.map((name) => [name, failures[name][0]])),
) as Readonly<Record<VerificationFailure, PublishedFailureReason>>;

export interface Refused {
  readonly ok: false;
  readonly reason: VerificationFailure;
  /** English, for developers; says what to do. Holds nothing from the token. */
  readonly message: string;
}

const refusals = Object.fromEntries(
  names.map((reason) => [reason, Object.freeze({ ok: false, reason, message: failures[reason][1] })]),
) as unknown as Record<VerificationFailure, Refused>;

export const refuse = (reason: VerificationFailure): Refused => refusals[reason];
