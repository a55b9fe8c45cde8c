import type { FastifyReply } from 'fastify';

/** Aborted when the client has gone before its answer: long work then ends. */
export function closedSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  // Already closed while something else was awaited: the event has passed.
  if (reply.raw.destroyed && !reply.raw.writableFinished) controller.abort();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
