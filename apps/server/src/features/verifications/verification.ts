/** How an address or number was, or is to be, proved. */
export type VerificationStrategy = CodeStrategy | 'email_link' | 'phone_code';
export type CodeStrategy = 'email_code' | 'reset_password_email_code';

/** A one-time code, or link, that was sent to an address or a number. The code itself is stored hashed. */
export interface Verification {
  readonly instanceId: string;
  readonly id: string;
  readonly strategy: VerificationStrategy;
  /** Where it was sent: one of the two. */
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
  readonly codeHash: Buffer;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly verifiedAt: Date | null;
  /** Links: the browser that followed it; null for one without a client. */
  readonly verifiedAtClient: string | null;
  readonly expireAt: Date;
  readonly createdAt: Date;
}

export type VerificationStatus = 'unverified' | 'verified' | 'failed' | 'expired';

export const CODE_LENGTH = 6;
/** NIST SP 800-63B-4 §3.1.3.2: at most ten minutes. */
export const CODE_LIFETIME_SECONDS = 600;
export const MAX_CODE_ATTEMPTS = 3;

/** What the code is worth at `now`: `failed` once its wrong tries are used up. */
export function verificationStatus(verification: Verification, now: Date): VerificationStatus {
  if (verification.verifiedAt) return 'verified';
  if (verification.attempts >= verification.maxAttempts) return 'failed';
  return verification.expireAt <= now ? 'expired' : 'unverified';
}
