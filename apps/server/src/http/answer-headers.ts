import type { ApiInstance } from './api-instance.ts';

/**
 * Headers of every API answer: never cached, never sniffed, and JSON typed exactly `application/json`.
 * The published SDKs compare the type with `===` and read `; charset=utf-8` as "not JSON".
 */
export function addAnswerHeaders(app: ApiInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && type.startsWith('application/json'))
      reply.header('content-type', 'application/json');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('clerk-trace-id', request.id);
    return payload;
  });
}
