import type { SignInBrowser, SignInStep } from './sign-in-browser.ts';

/** What a browser may say about another provider when it begins a sign-in or sign-up. */
export interface SocialRequest {
  readonly strategy: string | undefined;
  /** Goes on with what the provider said in an attempt of the other kind. */
  readonly transfer: boolean;
  readonly redirectUrl: string | undefined;
  readonly actionCompleteRedirectUrl: string | undefined;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
}

/** Sign-ins by other providers, which another feature knows. */
export interface SocialSignIns {
  /** Null: the browser asks for nothing of the kind. */
  signIn(browser: SignInBrowser, request: SocialRequest): Promise<SignInStep | null>;
}

interface SocialBody {
  readonly strategy?: string;
  readonly transfer?: string;
  readonly redirect_url?: string;
  readonly action_complete_redirect_url?: string;
  readonly oidc_prompt?: string;
  readonly oidc_login_hint?: string;
}

/** An empty text is how browsers send null. */
export const socialRequestOf = (body: SocialBody): SocialRequest => ({
  strategy: body.strategy || undefined,
  transfer: body.transfer === 'true',
  redirectUrl: body.redirect_url || undefined,
  actionCompleteRedirectUrl: body.action_complete_redirect_url || undefined,
  prompt: body.oidc_prompt || undefined,
  loginHint: body.oidc_login_hint || undefined,
});
