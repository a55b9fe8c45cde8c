import type { AuthenticateRequestOptions, BartlebyClientOptions } from '@bartleby/backend';
import { normalizePathname, originalUrl } from '@bartleby/backend/internal';
import type { NextFetchEvent, NextMiddleware, NextRequest } from 'next/server';
import type { Auth } from './auth.ts';
import { createNextClient } from './bartleby-client.ts';
import { forwardState } from './forwarded-state.ts';
import { EndedByAuth, middlewareAuth } from './middleware-auth.ts';
import {
  continueResponse,
  overrideRequestHeaders,
  reachesTheApp,
  withMutableHeaders,
} from './middleware-response.ts';

export type BartlebyMiddlewareOptions = BartlebyClientOptions & AuthenticateRequestOptions;

// biome-ignore lint/suspicious/noConfusingVoidType: a handler that only protects returns nothing.
type Answer = Response | undefined | null | void;
/** Runs for each request, between finding out who it comes from and the app. */
export type BartlebyMiddlewareHandler = (
  auth: Auth,
  request: NextRequest,
  event: NextFetchEvent,
) => Answer | Promise<Answer>;

type Options =
  | BartlebyMiddlewareOptions
  | ((request: NextRequest) => BartlebyMiddlewareOptions | Promise<BartlebyMiddlewareOptions>);

export interface BartlebyMiddleware {
  (handler: BartlebyMiddlewareHandler, options?: Options): NextMiddleware;
  (options?: BartlebyMiddlewareOptions): NextMiddleware;
  (request: NextRequest, event: NextFetchEvent): ReturnType<NextMiddleware>;
}

/**
 * Finds out who each request comes from and tells `auth()` and `getAuth()`. The default export of `proxy.ts`
 * (`middleware.ts` in Next.js 15): `bartlebyMiddleware()`, with a handler that may protect routes, or itself.
 */
export const bartlebyMiddleware = ((...args: unknown[]) => {
  const [first, second] = args;
  if (first instanceof Request) return run(first as NextRequest, second as NextFetchEvent, undefined, {});
  const handler = typeof first === 'function' ? (first as BartlebyMiddlewareHandler) : undefined;
  const options = ((handler ? second : first) ?? {}) as Options;
  return (request: NextRequest, event: NextFetchEvent) => run(request, event, handler, options);
}) as BartlebyMiddleware;

async function run(
  request: NextRequest,
  event: NextFetchEvent,
  handler: BartlebyMiddlewareHandler | undefined,
  given: Options,
): Promise<Response> {
  if (normalizePathname(request.nextUrl.pathname) === null) return new Response(null, { status: 400 });
  const options = typeof given === 'function' ? await given(request) : given;
  const state = await createNextClient(options).authenticateRequest(request);
  if (state.headers.has('location')) return new Response(null, { status: 307, headers: state.headers });

  const response = await answer(handler, middlewareAuth(state, request), request, event);
  for (const [name, value] of state.headers)
    if (name === 'set-cookie' || !response.headers.has(name)) response.headers.append(name, value);
  if (reachesTheApp(response, request))
    overrideRequestHeaders(response, request, await forwardState(state, originalUrl(request).href));
  return response;
}

async function answer(
  handler: BartlebyMiddlewareHandler | undefined,
  auth: Auth,
  request: NextRequest,
  event: NextFetchEvent,
): Promise<Response> {
  try {
    const answered = await handler?.(auth, request, event);
    return answered ? withMutableHeaders(answered) : continueResponse();
  } catch (error) {
    if (error instanceof EndedByAuth) return error.response;
    throw error;
  }
}
