import type { ExternalProfile } from '../external-accounts/index.ts';
import type { SignUp } from './sign-up.ts';

/**
 * A sign-up that a provider has said something for. What the person typed counts more; the address is the
 * provider's, and proved only if the provider has proved it. One that this sign-up has proved before stays.
 */
export function withExternalProfile(
  signUp: SignUp,
  {
    attemptId,
    strategy,
    profile,
  }: { attemptId: string; strategy: `oauth_${string}`; profile: ExternalProfile },
): SignUp {
  const { emailAddress, emailAddressVerified, firstName, lastName } = profile;
  const address = {
    emailAddress,
    emailVerifiedBy: emailAddressVerified ? (`from_${strategy}` as const) : null,
    verificationId: null,
  };
  return {
    ...signUp,
    oauthAttemptId: attemptId,
    externalAccountStrategy: strategy,
    ...(emailAddress !== null && signUp.emailVerifiedBy === null && address),
    firstName: signUp.firstName ?? firstName,
    lastName: signUp.lastName ?? lastName,
  };
}
