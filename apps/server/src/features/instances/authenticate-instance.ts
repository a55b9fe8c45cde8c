import { headerNames } from '@bartleby/api-contract';
import type { onRequestAsyncHookHandler } from 'fastify';
import type { Dependencies } from '../../dependencies.ts';
import { routingOf } from '../../http/routing.ts';
import { chooseInstance } from './choose-instance.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** True for a request of an SDK's proxy with a valid secret key (Frontend API). */
    viaAppProxy: boolean;
  }
  interface FastifyContextConfig {
    /**
     * `last-known`: the handler compares `request.instance`'s versions with those that its own statement
     * reads, so this node need not read the instance first (DESIGN 3, flow A).
     */
    instance?: 'last-known';
  }
}

/** Frontend API: sets `request.instance` and `request.viaAppProxy`. */
export function authenticateInstance(dependencies: Dependencies): onRequestAsyncHookHandler {
  return async (request) => {
    const header = request.headers[headerNames.secretKey];
    const secretKey = typeof header === 'string' ? header : null;
    request.viaAppProxy = secretKey !== null;
    request.instance = await chooseInstance(dependencies, {
      secretKey,
      pathSlug: routingOf(request).instanceSlug,
      host: request.headers.host?.toLowerCase() ?? null,
      mayBeLastKnown: request.routeOptions.config?.instance === 'last-known',
    });
  };
}
