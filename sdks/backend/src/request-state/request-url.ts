/** Hosts as a `Host` header may name them; anything else in a forwarding header is ignored. */
const HOST = /^(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * The address that the browser asked for: the request's own, with scheme and host of the first item of
 * `X-Forwarded-Proto` and `X-Forwarded-Host` where these are usable. Never throws.
 */
export function originalUrl(request: Request): URL {
  const url = new URL(request.url);
  const first = (name: string) => request.headers.get(name)?.split(',', 1)[0]?.trim() ?? '';
  const host = [first('x-forwarded-host'), request.headers.get('host') ?? ''].find((each) => HOST.test(each));
  const scheme = [first('x-forwarded-proto'), first('cloudfront-forwarded-proto')].find((each) =>
    /^https?$/.test(each),
  );
  const origin = `${scheme ?? url.protocol.slice(0, -1)}://${host ?? url.host}`;
  try {
    // Joined as text: resolved, a path such as //host/path would name another host.
    return new URL(new URL(origin).origin + url.pathname + url.search);
  } catch {
    return url;
  }
}
