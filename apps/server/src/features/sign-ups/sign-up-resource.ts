import type { ExternalAccountVerification } from '../external-accounts/index.ts';
import type { AuthenticationSettings } from '../instances/index.ts';
import type { Verification } from '../verifications/index.ts';
import { verificationResource } from '../verifications/index.ts';
import { missingFields, optionalFields, requiredFields, type SignUp, unverifiedFields } from './sign-up.ts';

export interface SignUpDetails {
  /** The last sent code or link. */
  readonly verification: Verification | null;
  /** The visit at a provider. */
  readonly oauthVerification: ExternalAccountVerification | null;
  readonly settings: AuthenticationSettings;
  readonly now: Date;
}

/** A sign-up as browsers see it (frontend-api.md 4.8). */
export function signUpResource(signUp: SignUp, details: SignUpDetails) {
  const { oauthVerification, settings } = details;
  return {
    object: 'sign_up_attempt' as const,
    id: signUp.id,
    status: signUp.status,
    required_fields: requiredFields(settings),
    optional_fields: optionalFields(settings),
    missing_fields: missingFields(signUp, settings),
    unverified_fields: unverifiedFields(signUp),
    verifications: {
      email_address: emailVerification(signUp, details),
      phone_number: null,
      web3_wallet: null,
      external_account: oauthVerification,
    },
    email_address: signUp.emailAddress,
    phone_number: null,
    web3_wallet: null,
    username: signUp.username,
    first_name: signUp.firstName,
    last_name: signUp.lastName,
    has_password: hasPassword(signUp),
    password_enabled: hasPassword(signUp),
    unsafe_metadata: signUp.unsafeMetadata,
    public_metadata: signUp.publicMetadata,
    custom_action: false,
    external_id: null,
    external_account: null,
    external_account_strategy: signUp.externalAccountStrategy,
    created_user_id: signUp.createdUserId,
    created_session_id: signUp.createdSessionId,
    abandon_at: signUp.abandonAt.getTime(),
    legal_accepted_at: signUp.legalAcceptedAt?.getTime() ?? null,
    locale: signUp.locale,
  };
}

/** A finished attempt has given its password to the user. */
const hasPassword = ({ passwordHash, status, externalAccountStrategy }: SignUp): boolean =>
  passwordHash !== null || (status === 'complete' && externalAccountStrategy === null);

/** Without status and strategy until a code was sent: the UI would not ask for one otherwise (frontend-api.md 4.9). */
function emailVerification(signUp: SignUp, { verification, settings, now }: SignUpDetails) {
  if (signUp.emailAddress === null) return null;
  const supported_strategies = [...settings.emailStrategies];
  const proof = signUp.emailVerifiedBy;
  if (proof === 'ticket' || proof?.startsWith('from_oauth_'))
    return {
      object: proof === 'ticket' ? 'verification_ticket' : 'verification_from_oauth',
      status: 'verified',
      strategy: proof,
      attempts: null,
      expire_at: null,
      next_action: '',
      supported_strategies,
    };
  if (!verification) return { next_action: 'needs_prepare', supported_strategies };
  const resource = verificationResource(verification, now);
  const next_action =
    { unverified: 'needs_attempt', verified: '' }[resource.status as string] ?? 'needs_prepare';
  return { ...resource, next_action, supported_strategies };
}
