import { type Verification, verificationStatus } from './verification.ts';

/** A verification as the Frontend and the Backend API show it (frontend-api.md 4.6). */
export interface VerificationResource {
  object: string;
  status: 'unverified' | 'verified' | 'failed' | 'expired';
  strategy: string;
  attempts: number | null;
  expire_at: number | null;
}

export function verificationResource(verification: Verification, now: Date): VerificationResource {
  return {
    object: 'verification_otp',
    status: verificationStatus(verification, now),
    strategy: verification.strategy,
    attempts: verification.attempts,
    expire_at: verification.expireAt.getTime(),
  };
}
