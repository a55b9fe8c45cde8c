import { idPrefixes, queryNames } from '@bartleby/api-contract';
import type { FastifyRequest } from 'fastify';
import type { Dependencies } from '../../dependencies.ts';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { sendErrorPage, wantsPage } from '../../http/web/error-page.ts';
import { Refusal } from '../../runtime/refusal.ts';
import {
  clientUatLines,
  clientUpdatedAtSeconds,
  cookieDomain,
  frontendUrlOf,
  rememberClient,
} from '../clients/index.ts';
import { browserOf } from '../sign-ins/index.ts';
import { type FollowedCallback, followCallback } from './follow-callback.ts';

/** What a provider may send along: everything else stays outside. */
const PARAMETERS = ['state', 'code', 'iss', 'error', 'error_description', 'scope', 'session_state'];

/** Where providers send browsers back to (frontend-api.md 5.6). */
export function registerCallbackFrontendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/v1/oauth_callback', { exposeHeadRoute: false }, async (request, reply) => {
    try {
      const followed = await followCallback(dependencies, {
        instance: request.instance,
        client: request.client,
        browserOf: (client) => browserOf(request, client),
        query: parametersOf(request.query),
      });
      // 303, since the browser may come from a form (RFC 9700 section 4.12).
      return reply
        .code(303)
        .header('location', landingUrl(dependencies, request, followed))
        .send();
    } catch (error) {
      if (error instanceof Refusal && wantsPage(request)) return sendErrorPage(reply, error);
      throw error;
    }
  });

  // A form that another site sends comes without the client cookie; a GET of the browser's own brings it.
  app.post('/v1/oauth_callback', { config: { crossSitePost: true } }, async (request, reply) => {
    const query = parametersOf(request.body).toString();
    const location = `${frontendUrlOf(request)}/v1/oauth_callback${query && `?${query}`}`;
    return reply.code(303).header('location', location).send();
  });
}

/** One text per name stays as it is, several stay several: whoever reads them refuses that. */
function parametersOf(values: unknown): URLSearchParams {
  const given = (typeof values === 'object' && values !== null ? values : {}) as Record<string, unknown>;
  const pairs = PARAMETERS.flatMap((name) =>
    [Object.hasOwn(given, name) ? given[name] : []]
      .flat()
      .map((value): [string, string] => [name, String(value)]),
  );
  return new URLSearchParams(pairs);
}

/** The app learns of the new session: in development by a handshake, live by the cookie that its server reads. */
function landingUrl(
  { random }: Pick<Dependencies, 'random'>,
  request: FastifyRequest,
  { location, issued }: FollowedCallback,
): string {
  if (!issued) return location.href;
  rememberClient(request, issued);
  const { instance } = request;
  if (instance.environmentType === 'production') {
    const domain = cookieDomain('production', location.hostname, request.hostname);
    const seconds = clientUpdatedAtSeconds(issued.client);
    request.clientCookies.push(...clientUatLines(instance, domain, seconds));
    return location.href;
  }
  const url = new URL(location);
  url.searchParams.set(queryNames.devBrowser, random.id(idPrefixes.devBrowser));
  return url.href;
}
