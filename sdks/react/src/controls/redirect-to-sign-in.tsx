import { type ReactNode, useEffect } from 'react';
import { useClerk } from '../hooks/use-clerk.ts';

export interface RedirectToSignInProps {
  /** Where to come back to. Default: this page. */
  readonly redirectUrl?: string;
}

function useRedirectOnce(go: () => Promise<void>, isLoaded: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: going twice would lose the address to come back to.
  useEffect(() => {
    if (isLoaded) void go();
  }, [isLoaded]);
}

/** Goes to the sign-in page as soon as it is rendered. */
export function RedirectToSignIn({ redirectUrl }: RedirectToSignInProps): ReactNode {
  const { redirectToSignIn, loaded } = useClerk();
  useRedirectOnce(() => redirectToSignIn(redirectUrl ? { redirectUrl } : {}), loaded);
  return null;
}

/** Goes to the sign-up page as soon as it is rendered. */
export function RedirectToSignUp({ redirectUrl }: RedirectToSignInProps): ReactNode {
  const { redirectToSignUp, loaded } = useClerk();
  useRedirectOnce(() => redirectToSignUp(redirectUrl ? { redirectUrl } : {}), loaded);
  return null;
}
