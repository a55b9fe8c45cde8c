import { maskEmailAddress } from '../users/index.ts';
import { type Verification, verificationResource } from '../verifications/index.ts';
import type { SignIn } from './sign-in.ts';

/** Name and picture of whoever signed in; shown only after the attempt has succeeded. */
export interface SignInUserData {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly image_url: string;
  readonly has_image: boolean;
}

export interface SignInDetails {
  /** The last sent code. */
  readonly verification: Verification | null;
  readonly userData: SignInUserData | null;
  readonly now: Date;
}

/**
 * A sign-in as browsers see it (frontend-api.md 4.7). Until it is complete nothing in it depends on whether
 * the identifier belongs to somebody: every address is offered the same factors.
 */
export function signInResource(signIn: SignIn, { verification, userData, now }: SignInDetails) {
  return {
    object: 'sign_in_attempt' as const,
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: ['email_address'],
    supported_first_factors: firstFactors(signIn),
    supported_second_factors: null,
    first_factor_verification: firstFactorVerification(signIn, verification, now),
    second_factor_verification: null,
    identifier: signIn.identifier,
    user_data: signIn.status === 'complete' ? userData : null,
    created_session_id: signIn.createdSessionId,
    abandon_at: signIn.abandonAt.getTime(),
    client_trust_state: null,
  };
}

function firstFactors({ identifier, emailFactorId }: SignIn) {
  if (identifier === null || emailFactorId === null) return null;
  const email = {
    email_address_id: emailFactorId,
    safe_identifier: maskEmailAddress(identifier),
    primary: true,
  };
  return [
    { strategy: 'password' },
    { strategy: 'email_code', ...email },
    { strategy: 'reset_password_email_code', ...email },
  ];
}

function firstFactorVerification(signIn: SignIn, verification: Verification | null, now: Date) {
  const strategy = signIn.verifiedStrategy;
  if (strategy === 'password' || strategy === 'ticket')
    return {
      object: `verification_${strategy}`,
      status: 'verified' as const,
      strategy,
      attempts: null,
      expire_at: null,
    };
  return verification && verificationResource(verification, now);
}
