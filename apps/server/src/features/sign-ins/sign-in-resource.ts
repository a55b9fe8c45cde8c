import type { ExternalAccountVerification } from '../external-accounts/index.ts';
import { type AuthenticationSettings, identifierKinds } from '../instances/index.ts';
import { type Verification, verificationResource } from '../verifications/index.ts';
import { offeredFactors } from './first-factor/offered-factors.ts';
import { canTransfer, type SignIn } from './sign-in.ts';

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
  /** The visit at a provider. */
  readonly oauthVerification: ExternalAccountVerification | null;
  readonly userData: SignInUserData | null;
  /** Those of the user, once the first factor was right; null before. */
  readonly secondFactors: readonly { readonly strategy: string }[] | null;
  readonly settings: AuthenticationSettings;
  readonly now: Date;
}

/**
 * A sign-in as browsers see it (frontend-api.md 4.7). Until it is complete nothing in it depends on whether
 * the identifier belongs to somebody: every address is offered the same factors.
 */
export function signInResource(signIn: SignIn, details: SignInDetails) {
  const { verification, oauthVerification, userData, secondFactors, settings, now } = details;
  return {
    object: 'sign_in_attempt' as const,
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: identifierKinds(settings),
    supported_first_factors: offeredFactors(signIn, settings),
    supported_second_factors: secondFactors,
    first_factor_verification: oauthVerification ?? firstFactorVerification(signIn, verification, now),
    second_factor_verification: secondFactorVerification(signIn),
    identifier: signIn.identifier,
    user_data: signIn.status === 'complete' ? userData : null,
    created_session_id: signIn.createdSessionId,
    abandon_at: signIn.abandonAt.getTime(),
    client_trust_state: null,
  };
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
  if (!verification) return null;
  const resource = verificationResource(verification, now);
  // Proved, and nobody's: the browser goes on with a sign-up.
  return resource.status === 'verified' && canTransfer(signIn)
    ? { ...resource, status: 'transferable' as const }
    : resource;
}

function secondFactorVerification({ secondFactorStrategy: strategy }: SignIn) {
  if (strategy === null) return null;
  const object = `verification_${strategy}`;
  return { object, status: 'verified' as const, strategy, attempts: null, expire_at: null };
}
