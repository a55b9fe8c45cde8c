import { useMemo } from 'react';
import { useBartleby } from './bartleby-provider.tsx';

/** The addresses of the pages that sign people in, with the way back. */
export interface PageUrls {
  signIn(redirectUrl?: string): string;
  signUp(redirectUrl?: string): string;
  userProfile(): string;
}

function withReturn(page: string, redirectUrl: string | undefined): string {
  if (!redirectUrl) return page;
  return `${page}${page.includes('?') ? '&' : '?'}redirect_url=${encodeURIComponent(redirectUrl)}`;
}

/** The app's own pages where the provider names them, else the Account Portal beside the Frontend API. */
export function usePageUrls(who: string): PageUrls {
  const { client, options } = useBartleby(who);
  const { signInUrl, signUpUrl, userProfileUrl } = options;
  const portal = `${client.frontendApi}/account`;
  return useMemo(
    () => ({
      signIn: (redirectUrl) => withReturn(signInUrl ?? `${portal}/sign-in`, redirectUrl),
      signUp: (redirectUrl) => withReturn(signUpUrl ?? `${portal}/sign-up`, redirectUrl),
      userProfile: () => userProfileUrl ?? `${portal}/user`,
    }),
    [portal, signInUrl, signUpUrl, userProfileUrl],
  );
}
