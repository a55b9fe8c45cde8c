import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Foreground } from '../../runtime/foreground/foreground.ts';

/** Counts the requests below an API from their beginning until their answer is made: of a stream, its beginning. */
export function countForeground(
  api: Pick<FastifyInstance, 'addHook'>,
  foreground: Pick<Foreground, 'begin'>,
): void {
  const ends = new WeakMap<FastifyRequest, () => void>();
  api.addHook('onRequest', async (request, reply) => {
    const end = foreground.begin();
    ends.set(request, end);
    // Whoever hangs up before there is an answer.
    reply.raw.once('close', end);
  });
  api.addHook('onSend', async (request) => ends.get(request)?.());
}
