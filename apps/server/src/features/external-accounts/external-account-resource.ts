import { apiError } from '@bartleby/api-contract';
import type { ExternalAccount } from './external-account.ts';

/** How far an account is from being confirmed, as the SDKs read it (frontend-api.md 4.6). */
export interface ExternalAccountVerification {
  readonly object: 'verification_oauth';
  readonly status: 'unverified' | 'verified' | 'transferable' | 'failed' | 'expired';
  readonly strategy: string;
  readonly attempts: null;
  readonly expire_at: number | null;
  readonly external_verification_redirect_url?: string;
  readonly error?: unknown;
}

/**
 * An account as both APIs show it (frontend-api.md 4.5, backend-api.md 6.8); never with its tokens.
 * @param verification of an account whose visit at the provider is known; otherwise what the account says.
 */
export function externalAccountResource(
  account: ExternalAccount,
  verification?: ExternalAccountVerification,
) {
  return {
    object: 'external_account' as const,
    id: account.id,
    provider: account.provider,
    identification_id: account.identificationId,
    provider_user_id: account.providerUserId,
    approved_scopes: account.approvedScopes,
    email_address: account.emailAddress ?? '',
    email_address_verified: account.emailAddressVerified,
    first_name: account.firstName ?? '',
    last_name: account.lastName ?? '',
    avatar_url: account.imageUrl ?? '',
    image_url: account.imageUrl,
    username: account.username,
    phone_number: account.phoneNumber,
    public_metadata: account.publicMetadata,
    label: account.label,
    created_at: account.createdAt.getTime(),
    updated_at: account.updatedAt.getTime(),
    verification: verification ?? verificationOf(account),
  };
}

const verificationOf = (account: ExternalAccount): ExternalAccountVerification => ({
  object: 'verification_oauth',
  status: account.verified ? 'verified' : account.error ? 'failed' : 'unverified',
  strategy: account.provider,
  attempts: null,
  expire_at: null,
  ...(account.error && { error: apiError(account.error.code, account.error.meta) }),
});
