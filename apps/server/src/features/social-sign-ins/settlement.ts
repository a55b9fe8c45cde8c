import type { IssuedClient } from '../clients/index.ts';
import type { OAuthAttempt, OAuthError, ProviderAnswer } from '../oauth-attempts/index.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';

/** What a provider's answer led to: its outcome, and the client's new cookie when somebody is signed in. */
export interface Settled {
  readonly status: OAuthAttempt['status'];
  readonly error: OAuthError | null;
  readonly issued: IssuedClient | null;
}

export interface ToSettle {
  readonly browser: SignInBrowser;
  readonly attempt: OAuthAttempt;
  readonly answer: ProviderAnswer;
}
