import type { BrowserClient, SessionClaims } from '@bartleby/browser';

/** What the app's server knows about the request's user: rendered first, replaced once the browser has asked. */
export interface InitialState {
  readonly userId?: string | null | undefined;
  readonly sessionId?: string | null | undefined;
  readonly sessionClaims?: SessionClaims | null | undefined;
}

export interface BartlebyOptions {
  /** Where the sign-in page is. Default: the Account Portal of the instance. */
  readonly signInUrl?: string | undefined;
  readonly signUpUrl?: string | undefined;
  readonly userProfileUrl?: string | undefined;
  /** Where to go after signing out. Default: `/`. */
  readonly afterSignOutUrl?: string | undefined;
  /** Where to go after signing in when the address does not say (`?redirect_url=`). Default: `/`. */
  readonly signInFallbackRedirectUrl?: string | undefined;
  /** Where to go after signing in, whatever the address says. */
  readonly signInForceRedirectUrl?: string | undefined;
  readonly signUpFallbackRedirectUrl?: string | undefined;
  readonly signUpForceRedirectUrl?: string | undefined;
  /** Origins, or whole URLs, that `?redirect_url=` may lead to, besides this page's own origin. */
  readonly allowedRedirectOrigins?: readonly string[] | undefined;
  /** For a browser without constructable style sheets under a CSP that wants a nonce. */
  readonly nonce?: string | undefined;
}

export interface BartlebyContextValue {
  readonly client: BrowserClient;
  readonly initialState: InitialState | undefined;
  readonly options: BartlebyOptions;
}
