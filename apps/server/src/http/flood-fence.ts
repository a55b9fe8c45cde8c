import { headerNames } from '@bartleby/api-contract';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../runtime/clock.ts';
import { networkAddressOf } from '../runtime/network-address.ts';
import type { ApiInstance } from './api-instance.ts';
import { RequestCounter } from './request-counter.ts';
import { routingOf } from './routing.ts';

const PER_ADDRESS = { maxRequests: 600, windowSeconds: 10 };
const PER_APP_SERVER = { maxRequests: 10_000, windowSeconds: 10 };
const PER_INSTANCE = { maxRequests: 50_000, windowSeconds: 10 };

/**
 * A cheap fence per node against floods on the Frontend API, before the database is asked anything. Loopback
 * is not counted. An app server that proxies for its users has a wider fence.
 */
export function addFloodFence(app: ApiInstance, clock: Clock): void {
  const perAddress = new RequestCounter(clock, PER_ADDRESS);
  const perAppServer = new RequestCounter(clock, PER_APP_SERVER);
  const perInstance = new RequestCounter(clock, PER_INSTANCE);
  app.addHook('onRequest', async (request) => {
    perInstance.count(routingOf(request).instanceSlug ?? '');
    const address = networkAddressOf(request.ip);
    if (address === null) return;
    (isProxied(request) ? perAppServer : perAddress).count(address);
  });
}

function isProxied(request: FastifyRequest): boolean {
  return request.headers[headerNames.secretKey] !== undefined;
}
