import type { BrowserClient, BrowserState, SignOutOptions } from '@bartleby/browser';
import { useMemo } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { type PageUrls, usePageUrls } from '../provider/page-urls.ts';
import { useBrowserState } from './use-browser-state.ts';

export interface Clerk
  extends Pick<BrowserClient, 'publishableKey' | 'frontendApi' | 'setActive' | 'reload' | 'navigate'> {
  readonly loaded: boolean;
  readonly status: BrowserState['status'];
  readonly client: BrowserState['client'];
  readonly session: BrowserState['session'];
  readonly user: BrowserState['user'];
  signOut(options?: SignOutOptions): Promise<void>;
  buildSignInUrl: PageUrls['signIn'];
  buildSignUpUrl: PageUrls['signUp'];
  buildUserProfileUrl: PageUrls['userProfile'];
  /** Goes to the sign-in page and comes back to this one, or to `redirectUrl`. */
  redirectToSignIn(options?: { redirectUrl?: string }): Promise<void>;
  redirectToSignUp(options?: { redirectUrl?: string }): Promise<void>;
}

/** The client itself: state at a glance, and what changes it. */
export function useClerk(): Clerk {
  const { client, options } = useBartleby('useClerk()');
  const state = useBrowserState('useClerk()');
  const urls = usePageUrls('useClerk()');
  const afterSignOutUrl = options.afterSignOutUrl ?? '/';
  return useMemo(
    () => ({
      publishableKey: client.publishableKey,
      frontendApi: client.frontendApi,
      loaded: state.status !== 'loading',
      status: state.status,
      client: state.client,
      session: state.session,
      user: state.user,
      setActive: client.setActive,
      reload: client.reload,
      navigate: client.navigate,
      signOut: (given) => client.signOut({ redirectUrl: afterSignOutUrl, ...given }),
      buildSignInUrl: urls.signIn,
      buildSignUpUrl: urls.signUp,
      buildUserProfileUrl: urls.userProfile,
      redirectToSignIn: (given) => client.navigate(urls.signIn(given?.redirectUrl ?? window.location.href)),
      redirectToSignUp: (given) => client.navigate(urls.signUp(given?.redirectUrl ?? window.location.href)),
    }),
    [client, state, urls, afterSignOutUrl],
  );
}
