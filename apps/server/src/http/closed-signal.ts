import type { FastifyReply } from 'fastify';

/** Aborted when the client has gone before its answer: long work then ends. */
export function closedSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
