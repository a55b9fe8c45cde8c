import type { RefusalCode } from '@bartleby/api-contract';

/** What a provider says about a person; an instance has one user for each of them. */
export interface ExternalProfile {
  /** The provider's own, lasting name for the person. */
  readonly providerUserId: string;
  /** In lower case; null when the provider does not tell. */
  readonly emailAddress: string | null;
  /** Whether the provider says that it has proved the address. */
  readonly emailAddressVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly imageUrl: string | null;
}

/** A user's account at another provider. Its tokens are no part of it: see `findProviderTokens`. */
export interface ExternalAccount extends ExternalProfile {
  readonly instanceId: string;
  readonly id: string;
  readonly userId: string;
  readonly identificationId: string;
  /** The strategy that leads to it, e.g. `oauth_google`. */
  readonly provider: string;
  readonly phoneNumber: string | null;
  readonly label: string | null;
  readonly publicMetadata: { readonly [key: string]: unknown };
  /** Separated by blanks. */
  readonly approvedScopes: string;
  /** False while the provider has not confirmed it: such an account signs nobody in. */
  readonly verified: boolean;
  /** The visit at the provider that an unverified account waits for. */
  readonly oauthAttemptId: string | null;
  /** Why that visit did not confirm it. */
  readonly error: ExternalAccountError | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A code of the catalogue of refusals, with what its wording needs. */
export interface ExternalAccountError {
  readonly code: RefusalCode;
  readonly meta: Readonly<Record<string, unknown>>;
}
