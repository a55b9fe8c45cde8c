import type { IncomingMessage } from 'node:http';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { routingOf } from '../../http/routing.ts';
import { slugOfDevelopmentHost } from '../instances/index.ts';
import { sendJwks } from './jwks-answer-api.ts';
import { publishedKeySet } from './published-key-set.ts';

/** The public documents below `/.well-known`: for everybody, from every origin. */
export function registerDiscoveryApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.addHook('onRequest', async (_, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
  });
  const keySetFor = (request: { readonly raw: IncomingMessage }) =>
    publishedKeySet(
      dependencies,
      routingOf(request).instanceSlug ?? slugOfDevelopmentHost(request.raw.headers.host ?? null),
    );

  app.get('/.well-known/jwks.json', async (request, reply) =>
    sendJwks(request, reply, await keySetFor(request)),
  );

  app.get('/.well-known/jwt-key.pem', async (request, reply) => {
    const { pem } = await keySetFor(request);
    return reply
      .header('content-type', 'application/x-pem-file')
      .header('cache-control', 'no-store')
      .send(pem);
  });
}
