import { headerNames } from '@bartleby/api-contract';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Dependencies } from '../../dependencies.ts';
import { routingOf } from '../../http/routing.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Actor } from '../events/index.ts';
import type { Instance } from './instance.ts';
import { lastKnownOfSecretKey, verifySecretKey } from './verify-secret-key.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose data this request is about: set on Frontend and Backend requests before any handler runs. */
    instance: Instance;
    /** Who acts, for the log of events: set on Backend requests. */
    actor: Actor;
  }
}

/**
 * Backend API: `Authorization: Bearer sk_…` names the instance. Refuses with 401 what the published SDKs
 * expect: `authorization_header_format_invalid`, `clerk_key_invalid`. While the database is away, routes that
 * answer with public data only (`config.instance: 'last-known'`) take a key that was good when last read.
 */
export function authenticateSecretKey(dependencies: Dependencies): onRequestAsyncHookHandler {
  return async (request) => {
    const secretKey = bearerOf(request);
    const found = await verifySecretKey(dependencies, secretKey).catch((error: unknown) => {
      const known = lastKnownOfSecretKey(dependencies, secretKey);
      const isAway = error instanceof Refusal && error.code === 'service_unavailable';
      if (known && isAway && request.routeOptions.config?.instance === 'last-known') return known;
      throw error;
    });
    if (!found) throw new Refusal('clerk_key_invalid');
    const { instanceSlug } = routingOf(request);
    if (instanceSlug !== null && instanceSlug !== found.instance.slug)
      throw new Refusal('instance_contradiction');
    request.instance = found.instance;
    request.actor = { type: 'secret_key', id: found.secretKeyId };
  };
}

/** Throws Refusal `authentication_invalid` without the header, `authorization_header_format_invalid` for another form. */
export function bearerOf(request: FastifyRequest): string {
  const header = request.headers[headerNames.authorization];
  if (header === undefined) throw new Refusal('authentication_invalid');
  const credential = /^bearer +([^\s]+)$/i.exec(header)?.[1];
  if (credential === undefined) throw new Refusal('authorization_header_format_invalid');
  return credential;
}
