import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../runtime/refusal.ts';
import { type Client, frontendUrlOf, originOf } from '../clients/index.ts';
import type { SignInBrowser } from './sign-in-browser.ts';

/** The browser that a request comes from, as its session will remember it. */
export function browserOf(request: FastifyRequest, client: Client): SignInBrowser {
  return {
    instance: request.instance,
    client,
    origin: originOf(request),
    userAgent: request.headers['user-agent'] ?? null,
    ipAddress: ipAddressOf(request),
    frontendUrl: frontendUrlOf(request),
  };
}

/** As browserOf, for a request about an attempt: a stranger has begun none. Throws Refusal resource_not_found. */
export function knownBrowserOf(request: FastifyRequest): SignInBrowser {
  if (!request.client) throw new Refusal('resource_not_found');
  return browserOf(request, request.client);
}

/** Behind an SDK's proxy (which has shown the secret key) the address is the one the app's server names. */
function ipAddressOf(request: FastifyRequest): string {
  const forwarded = request.headers['x-forwarded-for'];
  const first = typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined;
  return request.viaAppProxy && first !== undefined && isIP(first) !== 0 ? first : request.ip;
}
