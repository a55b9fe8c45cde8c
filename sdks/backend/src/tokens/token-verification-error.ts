import { type PublishedFailureReason, publishedFailureReasons, type Refused } from '@bartleby/session-token';

/** Why a token was not accepted (backend contract section 1.10). */
export type TokenVerificationErrorReason = PublishedFailureReason | 'token-type-mismatch';

/** Thrown by `verifyToken`. The message never repeats what the token says. */
export class TokenVerificationError extends Error {
  override readonly name = 'TokenVerificationError';
  constructor(
    readonly reason: TokenVerificationErrorReason,
    message: string,
  ) {
    super(message);
  }
  getFullMessage(): string {
    return `${this.message} (reason=${this.reason})`;
  }
}

/** A refusal of the strict verifier in the words of the contract. */
export function publishedReason(refused: Refused): TokenVerificationErrorReason {
  return refused.reason === 'category' ? 'token-type-mismatch' : publishedFailureReasons[refused.reason];
}
