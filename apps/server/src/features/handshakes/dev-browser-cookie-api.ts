import { cookieNames, idPrefixes, suffixedCookieName } from '@bartleby/api-contract';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { readCookie } from '../clients/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The first route that a page asks: its answer brings the development browser token. */
    bringsDevBrowser?: boolean;
  }
}

const YEAR_SECONDS = 31_536_000;

/**
 * Gives a page of a development instance its development browser token with its first question, `/v1/environment`.
 * clerk-js fetches one by itself only for keys of its makers' hosts, yet will not link to another origin without
 * one (frontend contract 3.2); apps with a server half get theirs by the handshake, browser apps only here.
 * Cookies ignore ports, so that a page on another port of this host can read it. It identifies nobody.
 */
export function registerDevBrowserCookie(app: ApiInstance, { dependencies }: ApiContext): void {
  app.addHook('onRequest', async (request) => {
    const { instance, headers } = request;
    if (!request.routeOptions.config.bringsDevBrowser) return;
    if (instance.environmentType !== 'development') return;
    const name = suffixedCookieName(cookieNames.devBrowser, instance.cookieSuffix);
    if (readCookie(headers.cookie, name) !== null) return;
    const token = dependencies.random.id(idPrefixes.devBrowser);
    request.clientCookies.push(`${name}=${token}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`);
  });
}
