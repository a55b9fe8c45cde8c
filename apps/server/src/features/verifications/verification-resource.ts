import { type Verification, verificationStatus } from './verification.ts';

/** A verification as the Frontend and the Backend API show it (frontend-api.md 4.6). */
export interface VerificationResource {
  object: string;
  status: 'unverified' | 'verified' | 'failed' | 'expired';
  strategy: string;
  attempts: number | null;
  expire_at: number | null;
  /** Links: the browser that followed it, which the asking one compares with itself. */
  verified_at_client?: string;
}

export function verificationResource(verification: Verification, now: Date): VerificationResource {
  const { verifiedAtClient } = verification;
  if (verification.strategy === 'email_link')
    return {
      object: 'verification_email_link',
      status: verificationStatus(verification, now),
      strategy: verification.strategy,
      attempts: null,
      expire_at: verification.expireAt.getTime(),
      ...(verifiedAtClient !== null && { verified_at_client: verifiedAtClient }),
    };
  return {
    object: 'verification_otp',
    status: verificationStatus(verification, now),
    strategy: verification.strategy,
    attempts: verification.attempts,
    expire_at: verification.expireAt.getTime(),
  };
}

/** A verification as the Backend API shows it to whoever tries its code by the id. */
export const backendVerificationResource = (verification: Verification, now: Date) => ({
  ...verificationResource(verification, now),
  id: verification.id,
  ...(verification.phoneNumber !== null && { channel: 'sms' as const }),
});
