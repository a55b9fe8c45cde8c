import { isBackendOnlyPath, keyPrefixes, queryNames } from '@bartleby/api-contract';
import type { RefusalCode } from '../runtime/refusal.ts';

/** Internal prefixes: every URL gets exactly one, so none of them can be reached from outside. */
export const internalPrefixes = {
  frontend: '/~frontend',
  backend: '/~backend',
  platform: '/~platform',
  web: '/~web',
  refused: '/~refused',
} as const;

/** Which sockets serve which API: one for all, or the admin's own (BARTLEBY_ADMIN_LISTEN). */
export type Surface = 'everything' | 'public' | 'admin';

export interface ArrivedRequest {
  readonly method: string;
  /** The request target as it arrived. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly hostHeaderCount: number;
}

export interface ChosenApi {
  /** The internal URL to route by. */
  readonly url: string;
  /** The logical method: `_method` of a Frontend POST, else the request's own. */
  readonly method: string;
  /** The slug of `/i/<slug>`, or null. */
  readonly instanceSlug: string | null;
  /** The path without `/i/<slug>` and query, as the client knows it. */
  readonly path: string;
  readonly refusal: { readonly code: RefusalCode; readonly meta: Record<string, unknown> } | null;
}

const INSTANCE_PATH =
  /^\/i\/([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)(\/(?:v1|\.well-known|npm|account)(?:\/.*)?)$/;

/** Decides once, before routing, which API a request is for (DESIGN decision 3). Pure. */
export function chooseApi(request: ArrivedRequest, surface: Surface = 'everything'): ChosenApi {
  const refuse = (code: RefusalCode, meta: Record<string, unknown>): ChosenApi => ({
    url: internalPrefixes.refused,
    method: request.method,
    instanceSlug: null,
    path: request.url,
    refusal: { code, meta },
  });
  if (!request.url.startsWith('/')) return refuse('bad_request', { reason: 'the request target is no path' });
  if (request.hostHeaderCount > 1) return refuse('bad_request', { reason: 'more than one Host header' });
  const { pathname, query } = splitTarget(request.url);
  if (/%00/.test(request.url)) return refuse('form_param_format_invalid', { param_name: nulHolder(query) });

  const inInstance = INSTANCE_PATH.exec(pathname);
  const path = inInstance?.[2] ?? pathname;
  const api = apiOf(path, inInstance !== null, request.authorization);
  if (!servedOn(surface, api, path))
    return refuse('route_not_found', { api: 'server', method: request.method, path });
  const method = logicalMethod(request.method, api, query);
  if (method === null)
    return refuse('bad_request', { reason: `${queryNames.method} must be PATCH, PUT or DELETE` });
  return {
    url: `${internalPrefixes[api]}${path}${query === null ? '' : `?${query}`}`,
    method,
    instanceSlug: inInstance?.[1] ?? null,
    path,
    refusal: null,
  };
}

type Api = 'frontend' | 'backend' | 'platform' | 'web';

function apiOf(path: string, inInstance: boolean, authorization: string | undefined): Api {
  if (path !== '/v1' && !path.startsWith('/v1/')) return 'web';
  if (!inInstance && (path === '/v1/platform' || path.startsWith('/v1/platform/'))) return 'platform';
  if (authorization !== undefined && bearsSecretKey(authorization)) return 'backend';
  return isBackendOnlyPath(path) ? 'backend' : 'frontend';
}

/** Valid or not: a wrong secret key is the Backend API's to refuse. */
function bearsSecretKey(authorization: string): boolean {
  const credential = /^bearer +(.*)$/i.exec(authorization)?.[1] ?? '';
  return credential.startsWith(keyPrefixes.secretTest) || credential.startsWith(keyPrefixes.secretLive);
}

/** With an admin's socket the public one has neither Dashboard nor the APIs that administer. */
function servedOn(surface: Surface, api: Api, path: string): boolean {
  if (surface !== 'public') return true;
  return api === 'frontend' || (api === 'web' && path !== '/' && !path.startsWith('/dashboard'));
}

/** Null when `_method` is given but means nothing. GET stays GET: a link must not change anything. */
function logicalMethod(method: string, api: Api, query: string | null): string | null {
  if (api !== 'frontend' || method !== 'POST' || query === null || !query.includes(queryNames.method))
    return method;
  const given = new URLSearchParams(query).getAll(queryNames.method);
  if (given.length === 0) return method;
  const wanted = given[0]!.toUpperCase();
  return given.length === 1 && ['POST', 'PATCH', 'PUT', 'DELETE'].includes(wanted) ? wanted : null;
}

function splitTarget(url: string): { pathname: string; query: string | null } {
  const end = url.indexOf('?');
  return end === -1
    ? { pathname: url, query: null }
    : { pathname: url.slice(0, end), query: url.slice(end + 1) };
}

/** The name of the query parameter that holds a NUL, or "path". */
function nulHolder(query: string | null): string {
  for (const pair of query?.split('&') ?? []) if (/%00/.test(pair)) return pair.split('=')[0]!.slice(0, 60);
  return 'path';
}
