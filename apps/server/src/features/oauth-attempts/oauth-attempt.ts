import type { RefusalCode } from '@bartleby/api-contract';
import type { ExternalProfile, ProviderTokens } from '../external-accounts/index.ts';
import type { SocialStrategy } from '../social-connections/index.ts';

/** A browser on its way to a provider and back. It is redeemed once, by the browser that began. */
export interface OAuthAttempt {
  readonly instanceId: string;
  readonly id: string;
  readonly clientId: string;
  readonly connectionId: string;
  readonly strategy: SocialStrategy;
  readonly purpose: 'sign_in' | 'sign_up' | 'connect';
  /** Purpose connect: for whom, and which account. */
  readonly userId: string | null;
  readonly externalAccountId: string | null;
  /** Where the provider sends the browser back to: a registered URL. */
  readonly callbackUrl: string;
  /** Where the browser goes from there: without a session, and with one. */
  readonly redirectUrl: string;
  readonly actionCompleteRedirectUrl: string;
  /** `transferable`: what was found belongs to the other kind of attempt (sign-in, sign-up). */
  readonly status: 'unverified' | 'verified' | 'transferable' | 'failed';
  readonly error: OAuthError | null;
  readonly secretsSealed: Uint8Array;
  readonly answerSealed: Uint8Array | null;
  readonly expireAt: Date;
  readonly redeemedAt: Date | null;
  readonly createdAt: Date;
}

/** Why it failed, or why it belongs to the other kind of attempt. */
export interface OAuthError {
  readonly code: RefusalCode;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What is needed once more at the callback, or shown again to the browser that began. */
export interface OAuthSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly pkceVerifier: string;
  /** The provider's page, with the state in it. */
  readonly authorizationUrl: string;
}

/** What a provider said. */
export interface ProviderAnswer {
  readonly profile: ExternalProfile;
  readonly tokens: ProviderTokens;
}

/** Time to sign in at the provider and to come back. */
export const OAUTH_ATTEMPT_LIFETIME_SECONDS = 600;

/** What a sealed column of an attempt is bound to. */
export const sealContext = (
  column: 'secrets' | 'answer',
  { instanceId, id }: Pick<OAuthAttempt, 'instanceId' | 'id'>,
): string => `oauth_attempts/${column}/${instanceId}/${id}`;
