import { parsePublishableKey } from '../publishable-key.ts';

export interface SignInPages {
  publishableKey?: string | undefined;
  proxyUrl?: string | undefined;
  signInUrl?: string | undefined;
  signUpUrl?: string | undefined;
}

export interface RedirectTarget {
  /** The request's own address: relative pages are resolved against it. */
  currentUrl: URL;
  /** Where to come back to; the current address when undefined, nowhere when null. */
  returnBackUrl?: string | URL | null | undefined;
  /** The session has tasks outstanding: the page that works them off. */
  isPending?: boolean;
}

/** The address of the sign-in page, the Account Portal's where the app names none, with the way back. */
export const signInRedirect = (pages: SignInPages, target: RedirectTarget): URL =>
  withReturn(pages.signInUrl || `${accountPortal(pages, target.currentUrl)}/sign-in`, target);

/** As `signInRedirect`, for signing up; an app with a sign-in page alone signs up at its `/create`. */
export const signUpRedirect = (pages: SignInPages, target: RedirectTarget): URL =>
  withReturn(
    pages.signUpUrl ||
      (pages.signInUrl ? `${pages.signInUrl}/create` : `${accountPortal(pages, target.currentUrl)}/sign-up`),
    target,
  );

function withReturn(page: string, { currentUrl, returnBackUrl, isPending }: RedirectTarget): URL {
  const url = new URL(page, currentUrl);
  if (isPending) url.pathname += '/tasks';
  if (returnBackUrl !== null)
    url.searchParams.set('redirect_url', new URL(returnBackUrl ?? currentUrl, currentUrl).href);
  return url;
}

/** The Account Portal stands beside the Frontend API. */
function accountPortal({ publishableKey, proxyUrl }: SignInPages, currentUrl: URL): string {
  const frontendApi = proxyUrl
    ? new URL(proxyUrl, currentUrl).href.replace(/\/+$/, '')
    : `https://${parsePublishableKey(publishableKey).frontendApiHost}`;
  return `${frontendApi}/account`;
}
