// Visits at other providers: sending a browser there, and taking it back once with what the provider said.
// What follows from it (a session, a new user, a connected account) is decided elsewhere.

export { sealAnswer } from './attempt-seals.ts';
export {
  type OAuthBeginning,
  type PreparedOAuthAttempt,
  prepareOAuthAttempt,
} from './begin-oauth-attempt.ts';
export { type OAuthReturn, redeemCallback, takeTransferableAnswerIn } from './finish-oauth-attempt.ts';
export { connectAnsweredAccountIn, emptyAccount, keepExternalAccountIn } from './keep-external-account.ts';
export type { OAuthAttempt, OAuthError, ProviderAnswer } from './oauth-attempt.ts';
export { findOAuthAttempt, insertOAuthAttempt, updateOAuthOutcome } from './oauth-attempt-store.ts';
export { findOAuthVerification, oauthVerification } from './oauth-verification.ts';
export { renewProviderTokens } from './renew-provider-tokens.ts';
export { sweepOAuthAttempts } from './sweep-oauth-attempts.ts';
