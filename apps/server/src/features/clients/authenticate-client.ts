import { headerNames } from '@bartleby/api-contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Client } from './client.ts';
import {
  type ClientCookiePlace,
  clientCookieLine,
  clientCookiePlace,
  expiredClientCookieLine,
  readCookie,
} from './client-cookie.ts';
import { findClientBySecret } from './client-store.ts';
import type { IssuedClient } from './ensure-client.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose cookie came with a Frontend request; null for a stranger. */
    client: Client | null;
    /** Set-Cookie lines about the client that go out with the answer. */
    clientCookies: string[];
  }
  interface FastifyContextConfig {
    /** The route's own statement goes from the cookie to the client (DESIGN flow A). */
    findsClientItself?: boolean;
  }
}

/** A client cookie is base62 of 32 random bytes; anything longer is not looked up. */
const MAX_SECRET_LENGTH = 100;

/**
 * Puts `request.client` on every Frontend request, by the instance's client cookie alone: a development browser
 * token (`__clerk_db_jwt`), known or not, identifies nobody. Register after the instance was authenticated.
 */
export function registerClientAuthentication(app: ApiInstance, { dependencies }: ApiContext): void {
  app.decorateRequest('client', null);
  app.decorateRequest('clientCookies');
  app.addHook('onRequest', async (request) => {
    request.clientCookies = [];
    if (request.routeOptions.config.findsClientItself) return;
    const hash = clientSecretHash(request);
    request.client =
      hash && (await findClientBySecret(dependencies.database.queries, request.instance.id, hash));
  });
  app.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.clientCookies?.length) reply.header('set-cookie', request.clientCookies);
  });
}

/** SHA-256 of the client cookie's value, for statements that find session and client at once. */
export function clientSecretHash(request: FastifyRequest): Buffer | null {
  const secret = readCookie(request.headers.cookie, placeOf(request).name);
  return secret === null || secret === '' || secret.length > MAX_SECRET_LENGTH ? null : hashSecret(secret);
}

/** Makes this the request's client from now on, and gives its secret to the browser when that is new. */
export function rememberClient(request: FastifyRequest, issued: IssuedClient): void {
  request.client = issued.client;
  if (issued.secret !== null) request.clientCookies = [clientCookieLine(placeOf(request), issued.secret)];
}

/** Takes the client from the browser. */
export function forgetClient(request: FastifyRequest): void {
  request.client = null;
  request.clientCookies = [expiredClientCookieLine(placeOf(request))];
}

function placeOf(request: FastifyRequest): ClientCookiePlace {
  return clientCookiePlace(request.instance, proxyUrlOf(request));
}

/** The SDK proxy's public URL, when the request came through one that knows the secret key. */
export function proxyUrlOf(request: FastifyRequest): string | undefined {
  const header = request.headers[headerNames.proxyUrl];
  return request.viaAppProxy && typeof header === 'string' && URL.canParse(header) ? header : undefined;
}

/**
 * The origin of the page a request comes from: its Origin header, or the app behind the SDK's proxy, since a
 * browser leaves Origin out of its own site's GET requests. Null when neither is known.
 */
export function originOf(request: FastifyRequest): string | null {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== 'null') return origin;
  const proxyUrl = proxyUrlOf(request);
  return proxyUrl === undefined ? null : new URL(proxyUrl).origin;
}

/** The Frontend API as this browser reaches it, without a slash at the end: where links in its mails lead. */
export function frontendUrlOf(request: FastifyRequest): string {
  return (proxyUrlOf(request) ?? request.instance.frontendApiUrl).replace(/\/+$/, '');
}
