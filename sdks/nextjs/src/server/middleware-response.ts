import type { NextRequest } from 'next/server';

const OVERRIDES = 'x-middleware-override-headers';
const override = (name: string) => `x-middleware-request-${name}`;

/** What `NextResponse.next()` is. Written out, so that the middleware needs nothing of Next at run time. */
export const continueResponse = (): Response => new Response(null, { headers: { 'x-middleware-next': '1' } });

export function rewriteResponse(url: URL, headers: Record<string, string> = {}): Response {
  return new Response(null, { headers: { ...headers, 'x-middleware-rewrite': url.href } });
}

export function redirectResponse(url: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 307, headers: { ...headers, Location: url } });
}

/** Whether the app's own code comes next, and not this response or another host. */
export function reachesTheApp(response: Response, request: NextRequest): boolean {
  const rewrite = response.headers.get('x-middleware-rewrite');
  if (rewrite === null) return response.headers.get('x-middleware-next') === '1';
  return new URL(rewrite, request.url).origin === new URL(request.url).origin;
}

/** Sets request headers for the app; those of the client with the same names never reach it. */
export function overrideRequestHeaders(
  response: Response,
  request: NextRequest,
  headers: readonly (readonly [name: string, value: string])[],
): void {
  const names = new Set(response.headers.get(OVERRIDES)?.split(',').filter(Boolean));
  if (!response.headers.has(OVERRIDES))
    for (const [name, value] of request.headers) {
      names.add(name);
      response.headers.set(override(name), value);
    }
  for (const [name, value] of headers) {
    names.add(name);
    response.headers.set(override(name), value);
  }
  response.headers.set(OVERRIDES, [...names].join(','));
}

/** A response whose headers can be changed: those of `Response.redirect()` and `fetch()` cannot. */
export function withMutableHeaders(response: Response): Response {
  return new Response(response.body, response);
}
