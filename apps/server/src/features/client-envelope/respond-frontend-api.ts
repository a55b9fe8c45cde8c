import type { FastifyRequest } from 'fastify';
import type { Dependencies } from '../../dependencies.ts';
import type { FrontendApiContext } from '../../http/api-instance.ts';
import { clientUatLines, cookieDomain, originOf } from '../clients/index.ts';
import type { ClientResource } from './client-resource.ts';
import { describeClient } from './describe-client.ts';

/** How routes of the Frontend API answer: with what was asked for, and the whole Client beside it. */
export function clientResponder(dependencies: Dependencies): FrontendApiContext['respond'] {
  return {
    withClient: async (request, resource) => ({
      response: resource,
      client: await clientOf(dependencies, request),
    }),
  };
}

/**
 * The request's Client as it is now, or null for a stranger. Live instances also say on the app's domain, by
 * `__client_uat`, whether anybody is signed in; in development clerk-js writes that itself.
 */
export async function clientOf(
  dependencies: Dependencies,
  request: FastifyRequest,
): Promise<ClientResource | null> {
  const { client, instance } = request;
  const origin = originOf(request);
  const resource =
    client &&
    (await describeClient(dependencies, {
      instance,
      clientId: client.id,
      ...(origin !== null && { origin }),
    }));
  if (instance.environmentType === 'production') sayWhetherSignedIn(request, resource, origin);
  return resource;
}

function sayWhetherSignedIn(
  request: FastifyRequest,
  resource: ClientResource | null,
  origin: string | null,
): void {
  const domain = cookieDomain('production', appHostname(request, origin), request.hostname);
  const isSignedIn = resource !== null && resource.sessions.length > 0;
  const seconds = isSignedIn ? Math.floor(resource.updated_at / 1000) : 0;
  request.clientCookies.push(...clientUatLines(request.instance, domain, seconds));
}

/** Our own pages (the Account Portal) speak for the app, which lives at the first allowed origin. */
function appHostname({ hostname, instance }: FastifyRequest, origin: string | null): string {
  const asking = origin === null ? hostname : new URL(origin).hostname;
  if (asking !== hostname) return asking;
  const app = instance.settings.allowedOrigins.find(
    (allowed) => URL.canParse(allowed) && !allowed.includes('*'),
  );
  return app === undefined ? hostname : new URL(app).hostname;
}
