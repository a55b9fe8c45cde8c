import { publishedFailureReasons, type Refused } from '@bartleby/session-token';
import type { TokenVerificationErrorReason } from './token-verification-error.ts';

/** A refusal of the strict verifier in the words of the contract. */
export function publishedReason(refused: Refused): TokenVerificationErrorReason {
  return refused.reason === 'category' ? 'token-type-mismatch' : publishedFailureReasons[refused.reason];
}
