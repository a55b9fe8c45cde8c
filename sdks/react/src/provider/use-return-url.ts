import { allowedRedirect } from '@bartleby/browser';
import { useBartleby } from './bartleby-provider.tsx';

export interface ReturnUrlProps {
  /** Where to go afterwards when the address does not say. */
  readonly fallbackRedirectUrl?: string | undefined;
  /** Where to go afterwards, whatever the address says. */
  readonly forceRedirectUrl?: string | undefined;
}

/** `?redirect_url=` of this page, if it may be followed. Null outside a browser. */
export function redirectUrlOfPage(allowedOrigins: readonly string[] | undefined): string | null {
  if (typeof window === 'undefined') return null;
  const wanted = new URLSearchParams(window.location.search).get('redirect_url');
  return allowedRedirect(wanted, { href: window.location.href, allowedOrigins });
}

/** Where a finished sign-in or sign-up leads: forced, asked for, or the fallback. */
export function useReturnUrl(kind: 'signIn' | 'signUp', props: ReturnUrlProps): () => string {
  const { options } = useBartleby('<SignIn>');
  const isSignIn = kind === 'signIn';
  const forced = isSignIn ? options.signInForceRedirectUrl : options.signUpForceRedirectUrl;
  const fallback = isSignIn ? options.signInFallbackRedirectUrl : options.signUpFallbackRedirectUrl;
  return () =>
    props.forceRedirectUrl ??
    forced ??
    redirectUrlOfPage(options.allowedRedirectOrigins) ??
    props.fallbackRedirectUrl ??
    fallback ??
    '/';
}
