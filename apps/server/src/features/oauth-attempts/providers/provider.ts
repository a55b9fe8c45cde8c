import type { ProviderTokens } from '../../external-accounts/index.ts';
import type { ProviderAnswer } from '../oauth-attempt.ts';

/** What a browser is sent to a provider with. */
export interface AuthorizationRequest {
  readonly callbackUrl: string;
  readonly state: string;
  readonly nonce: string;
  readonly pkceVerifier: string;
  readonly scopes: readonly string[];
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
}

/** What a browser came back with, and what it has to match. */
export interface AuthorizationResponse {
  /** The callback URL with the query that came along. */
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly pkceVerifier: string;
}

/** One provider, as one connection knows it. Methods throw what `providerErrorOf` reads. */
export interface Provider {
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /** Exchanges the code and asks who it is. */
  exchange(response: AuthorizationResponse): Promise<ProviderAnswer>;
  refresh(refreshToken: string): Promise<ProviderTokens>;
}

/** What one connection knows of its provider. */
export interface ProviderSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: the public service. */
  readonly issuer: string | null;
  readonly apiUrl: string | null;
}
