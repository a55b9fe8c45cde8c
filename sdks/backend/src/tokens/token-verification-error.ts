/** Why a token was not accepted (backend contract section 1.10). */
export type TokenVerificationErrorReason =
  | 'token-expired'
  | 'token-iat-in-the-future'
  | 'token-invalid'
  | 'token-invalid-algorithm'
  | 'token-invalid-authorized-parties'
  | 'token-invalid-issuer'
  | 'token-invalid-signature'
  | 'token-not-active-yet'
  | 'token-type-mismatch'
  | 'token-verification-failed'
  | 'jwk-kid-mismatch'
  | 'jwk-remote-failed-to-load';

/** Thrown by `verifyToken`. The message never repeats what the token says. */
export class TokenVerificationError extends Error {
  override readonly name = 'TokenVerificationError';
  readonly reason: TokenVerificationErrorReason;

  constructor(reason: TokenVerificationErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }

  getFullMessage(): string {
    return `${this.message} (reason=${this.reason})`;
  }
}
