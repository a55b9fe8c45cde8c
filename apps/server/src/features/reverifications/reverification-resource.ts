import { secondFactorsOf } from '../second-factors/index.ts';
import { hasPassword, maskEmailAddress, type User } from '../users/index.ts';
import {
  type Verification,
  type VerificationResource,
  verificationResource,
} from '../verifications/index.ts';
import type { Reverification } from './reverification.ts';

export interface ReverificationDetails {
  readonly user: User;
  /** The code that was last sent for the first factor. */
  readonly verification: Verification | null;
  readonly now: Date;
  /** The session as its browser sees it now, with a fresh token. */
  readonly session: unknown;
}

/** A reverification as its browser sees it (frontend-api.md 4.11). */
export function reverificationResource(reverification: Reverification, details: ReverificationDetails) {
  const secondFactors = secondFactorsOf(details.user);
  return {
    object: 'session_reverification' as const,
    level: reverification.level,
    status: reverification.status,
    supported_first_factors: firstFactors(details.user),
    supported_second_factors: secondFactors.length > 0 ? secondFactors : null,
    first_factor_verification: firstFactorVerification(reverification, details),
    second_factor_verification: proved(reverification.secondFactorStrategy),
    session: details.session,
  };
}

function firstFactors(user: User) {
  const addresses = user.emailAddresses.filter(({ verified }) => verified);
  return [
    ...(hasPassword(user) ? [{ strategy: 'password' }] : []),
    ...addresses.map(({ id, emailAddress }) => ({
      strategy: 'email_code',
      email_address_id: id,
      safe_identifier: maskEmailAddress(emailAddress),
      primary: id === user.primaryEmailAddressId,
    })),
  ];
}

function firstFactorVerification(
  { firstFactorStrategy }: Reverification,
  { verification, now }: ReverificationDetails,
): VerificationResource | null {
  if (firstFactorStrategy === 'password') return proved('password');
  return verification && verificationResource(verification, now);
}

/** A factor that needed no code to be sent. */
function proved(strategy: string | null): VerificationResource | null {
  if (strategy === null) return null;
  const object = `verification_${strategy}`;
  return { object, status: 'verified', strategy, attempts: null, expire_at: null };
}
