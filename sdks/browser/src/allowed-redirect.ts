import { checkRedirectUrl, isAllowedUrl } from '@bartleby/api-contract';

/**
 * Where to go when somebody else chose the address (`?redirect_url=`): the address in its parsed form if it is a path of
 * this page's origin, or an absolute http(s) URL of it or of an allowed origin; else null. Allowed origins are exact
 * (`https://app.example.com`) or patterns (`http://localhost:*`, `https://*.example.com`); a whole URL in their list
 * (`https://other.example.com/callback`) allows itself alone.
 */
export function allowedRedirect(
  target: string | null | undefined,
  page: { readonly href: string; readonly allowedOrigins?: readonly string[] | undefined },
): string | null {
  if (!target) return null;
  const { origin } = new URL(page.href);
  if (!target.startsWith('/')) {
    const result = checkRedirectUrl(target, [origin, ...(page.allowedOrigins ?? [])], page.allowedOrigins);
    return result.ok ? result.url : null;
  }
  // `//host` and `/\host` parse as another host: it is the parsed form that counts.
  if (!URL.canParse(target, page.href)) return null;
  const url = new URL(target, page.href);
  return isAllowedUrl(url, [origin]) ? url.href : null;
}
