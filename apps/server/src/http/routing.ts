import type { IncomingMessage } from 'node:http';
import { headerNames } from '@bartleby/api-contract';
import { type ChosenApi, chooseApi, type Surface } from './choose-api.ts';

const chosen = new WeakMap<IncomingMessage, ChosenApi>();

/** Fastify's `rewriteUrl`: decides the API, remembers the decision and sets the logical method. */
export function routeByApi(surface: Surface): (request: IncomingMessage) => string {
  return (request) => {
    // Instance, cookies and pages go by Host, which proxies must keep: a second name for it would contradict.
    delete request.headers['x-forwarded-host'];
    const choice = chooseApi(
      {
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        authorization: request.headers[headerNames.authorization],
        hostHeaderCount: countHostHeaders(request.rawHeaders),
      },
      surface,
    );
    chosen.set(request, choice);
    request.method = choice.method;
    return choice.url;
  };
}

/** What was decided for this request before routing. */
export function routingOf(request: { readonly raw: IncomingMessage }): ChosenApi {
  const choice = chosen.get(request.raw);
  if (!choice) throw new Error('the request was not routed by routeByApi');
  return choice;
}

/** Node takes the first of two Host headers silently; which one a proxy before us took, nobody knows. */
function countHostHeaders(rawHeaders: readonly string[] | undefined): number {
  let count = 0;
  for (let index = 0; index < (rawHeaders?.length ?? 0); index += 2)
    if (rawHeaders![index]!.toLowerCase() === 'host') count += 1;
  return count;
}
