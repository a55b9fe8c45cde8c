// One-time codes and links sent by mail, and the counters that limit guessing. What a code unlocks is not known here.
export {
  CODES_PER_ADDRESS,
  countAttempt,
  forgetFailuresOfAccount,
  PICTURES_PER_USER,
  WRONG_PASSWORDS_PER_ACCOUNT,
  WRONG_PASSWORDS_PER_NETWORK_ADDRESS,
  WRONG_SECOND_FACTORS_PER_ACCOUNT,
} from './count-attempt.ts';
export { countFailures } from './count-failures.ts';
export type { EmailLink } from './email-links/email-link.ts';
export { findAskingClientId } from './email-links/email-link-store.ts';
export { checkEmailLink, type LinkUse, useEmailLinkIn } from './email-links/follow-email-link.ts';
export { sendEmailLink } from './email-links/send-email-link.ts';
export { escapeHtml, singleLine } from './mail-text.ts';
export { sendCode, sendPhoneCode } from './send-code.ts';
export { sweepExpiredVerifications } from './sweep-expired-verifications.ts';
export { tryCode, tryCodeOfBackend } from './try-code.ts';
export {
  type CodeStrategy,
  MAX_CODE_ATTEMPTS,
  type Verification,
  type VerificationStrategy,
  verificationStatus,
} from './verification.ts';
export {
  backendVerificationResource,
  type VerificationResource,
  verificationResource,
} from './verification-resource.ts';
export { findVerification } from './verification-store.ts';
