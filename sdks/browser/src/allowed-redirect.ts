/** An origin, exact (`https://app.example.com`) or a loopback host with any port (`http://localhost:*`). */
export type AllowedOrigin = string | RegExp;

function isAllowed(url: URL, allowed: AllowedOrigin): boolean {
  if (allowed instanceof RegExp) return allowed.test(url.origin);
  if (/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\]):\*$/.test(allowed))
    return `${url.protocol}//${url.hostname}:*` === allowed;
  return URL.canParse(allowed) && new URL(allowed).origin === url.origin;
}

/**
 * Where to go when somebody else chose the address (`?redirect_url=`): the address in its parsed form if it is http(s),
 * without credentials, and of this page's own origin or an allowed one; else null. Parsed once, by the URL standard,
 * so that what is checked is what is navigated to.
 */
export function allowedRedirect(
  target: string | null | undefined,
  page: { readonly href: string; readonly allowedOrigins?: readonly AllowedOrigin[] | undefined },
): string | null {
  if (!target || !URL.canParse(target, page.href)) return null;
  const url = new URL(target, page.href);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) return null;
  const isOwn = url.origin === new URL(page.href).origin;
  return isOwn || (page.allowedOrigins ?? []).some((allowed) => isAllowed(url, allowed)) ? url.href : null;
}
