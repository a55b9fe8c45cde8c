import { cookieNames, headerNames, isAllowedOrigin } from '@bartleby/api-contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../runtime/refusal.ts';
import type { ApiInstance } from './api-instance.ts';

/** Which origins a request may come from: the feature that knows the instance tells. */
export interface OriginPolicy {
  /** Origins and patterns that pages may have. */
  readonly allowedOrigins: readonly string[];
  /** True for an SDK proxy's request with a valid secret key: its Sec-Fetch-Site is about the app's host. */
  readonly viaAppProxy: boolean;
  /** Called when the browser says that a page of an allowed origin is on another site than this server. */
  requireOneSite(pageOrigin: string): void;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes forms of other sites and changes nothing by them. */
    crossSitePost?: boolean;
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const ALLOWED_HEADERS =
  'authorization, content-type, x-mobile, x-expo-sdk-version, clerk-db-jwt, clerk-api-version';
const EXPOSED_HEADERS = 'Authorization, Clerk-Db-Jwt, Clerk-Trace-Id, Retry-After, X-Country';

/**
 * CORS and the check against cross-site requests for the Frontend API. Call it after the hook that
 * authenticates the instance. A request with an `Origin` that is not allowed is refused, reads too.
 */
export function addOriginCheck(app: ApiInstance, policyOf: (request: FastifyRequest) => OriginPolicy): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.crossSitePost) return undefined;
    const policy = policyOf(request);
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin !== undefined && origin !== 'null') allowReading(reply, origin);
    if (origin !== undefined && !isAllowedOrigin(origin, policy.allowedOrigins))
      throw new Refusal('origin_invalid', { origin: origin.slice(0, 200) });
    // The browser's own word: it keeps our cookies from this page, so a sign-in would seem to work and be lost.
    if (
      origin !== undefined &&
      !policy.viaAppProxy &&
      request.headers[headerNames.secFetchSite] === 'cross-site'
    )
      policy.requireOneSite(origin);
    if (isPreflight(request)) return answerPreflight(reply);
    if (!SAFE_METHODS.has(request.method) && origin === undefined) refuseUnlessOwn(request, policy);
    return undefined;
  });
}

/**
 * Also set on the refusal of a foreign origin, which says nothing secret: without it the page's console
 * would show a riddle in place of the reason.
 */
function allowReading(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-allow-credentials', 'true');
  reply.header('access-control-expose-headers', EXPOSED_HEADERS);
}

const isPreflight = (request: FastifyRequest): boolean =>
  request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;

function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, PATCH, PUT, DELETE, OPTIONS')
    .header('access-control-allow-headers', ALLOWED_HEADERS)
    .header('access-control-max-age', '600')
    .send();
}

/**
 * A write without `Origin`: fine from our own pages (`same-origin`), from the address bar (`none`), and from
 * a program that holds no cookie of ours. Everything else could be another site using the browser's cookies.
 */
function refuseUnlessOwn(request: FastifyRequest, policy: OriginPolicy): void {
  const site = request.headers[headerNames.secFetchSite];
  if (site === 'same-origin' || site === 'none') return;
  if (site === undefined && (policy.viaAppProxy || !holdsClientCookie(request.headers.cookie))) return;
  throw new Refusal('cross_site_request_refused');
}

/** `__client`, plain or suffixed: the only cookie that this server takes as a credential. */
function holdsClientCookie(header: string | undefined): boolean {
  return (header ?? '').split(';').some((pair) => {
    const name = pair.split('=')[0]!.trim();
    return (
      name === cookieNames.client ||
      (name.startsWith(`${cookieNames.client}_`) && !name.startsWith(cookieNames.clientUat))
    );
  });
}
