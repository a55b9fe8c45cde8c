import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicKeySet } from './public-key-set.ts';

/** How long verifiers and caches may keep a JWK Set. */
const MAX_AGE_SECONDS = 60;

/** The JWK Set, or 304 for a client that has it. */
export function sendJwks(request: FastifyRequest, reply: FastifyReply, keySet: PublicKeySet): FastifyReply {
  reply
    .header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
    .header('etag', keySet.etag)
    .header('content-type', 'application/json');
  if (request.headers['if-none-match'] === keySet.etag) return reply.code(304).send();
  return reply.send(keySet.json);
}
