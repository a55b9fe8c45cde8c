import {
  type BartlebyClient,
  type BartlebyClientOptions,
  createBartlebyClient,
  type PendingSessionOptions,
  type RefreshedSession,
  type RequestState,
} from '@bartleby/backend';
import { applyPendingPolicy, requestFromNode, signedOutAuthObject } from '@bartleby/backend/internal';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { RequestAuth } from './express-request.ts';

export interface BartlebyMiddlewareOptions extends BartlebyClientOptions {
  /** A client made elsewhere. */
  bartlebyClient?: BartlebyClient;
}

type OptionsOf = BartlebyMiddlewareOptions | ((request: Request) => BartlebyMiddlewareOptions);

const states = new WeakMap<Request, { state: RequestState; client: BartlebyClient }>();

/** The state that the middleware found; undefined where it did not run. */
export const requestStateOf = (request: Request): RequestState | undefined => states.get(request)?.state;

/** The client that the middleware found it with. */
export function clientOf(request: Request): BartlebyClient {
  const found = states.get(request);
  if (!found) throw new Error('bartlebyMiddleware() was not run for this request.');
  return found.client;
}

/** From now on this request has the claims of a new token. */
export function replaceAuth(request: Request, { auth, token }: RefreshedSession): void {
  const found = states.get(request);
  if (found?.state.status !== 'signed-in') return;
  const toAuth = (options?: PendingSessionOptions) => applyPendingPolicy(auth, options);
  states.set(request, { ...found, state: { ...found.state, token, toAuth } });
}

/**
 * Finds out who each request comes from: afterwards `getAuth(req)` and `req.auth()` know. It lets everyone pass,
 * but browsers whose cookies must be renewed, which it sends to the Frontend API and back (status 307).
 */
export function bartlebyMiddleware(options: OptionsOf = {}): RequestHandler {
  let client: BartlebyClient | undefined;
  return (request, response, next) => {
    if (states.has(request)) return next();
    const given = typeof options === 'function' ? options(request) : options;
    const authenticate = async () => {
      const own = typeof options === 'function' ? undefined : client;
      const chosen =
        given.bartlebyClient ?? own ?? createBartlebyClient({ userAgent: '@bartleby/express', ...given });
      client = chosen;
      await handle(chosen, given, request, response, next);
    };
    authenticate().catch(next);
  };
}

async function handle(
  client: BartlebyClient,
  { bartlebyClient: _, ...options }: BartlebyMiddlewareOptions,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  const { method, headers, originalUrl, protocol } = request;
  const webRequest = requestFromNode({ method, headers, url: originalUrl, protocol });
  if (!webRequest) {
    response.status(400).end();
    return;
  }
  const state = await client.authenticateRequest(webRequest, options);
  for (const [name, value] of state.headers) response.append(name, value);
  if (state.headers.has('location')) {
    response.status(307).end();
    return;
  }
  states.set(request, { state, client });
  const auth: RequestAuth = (pendingOptions) =>
    (requestStateOf(request) ?? state).toAuth(pendingOptions) ?? signedOutAuthObject();
  Object.defineProperty(request, 'auth', {
    value: auth,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  next();
}
