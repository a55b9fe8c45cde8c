import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Dependencies } from '../../dependencies.ts';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { ClientStream } from './client-stream.ts';
import { ClientStreams } from './client-streams.ts';
import { HEARTBEAT_SECONDS, StreamWatch } from './stream-watch.ts';

const EVENT_STREAM = 'text/event-stream';
const LIMITS = { total: 10_000, perClient: 8 };
/** NumericDate seconds, as in `oiat` of a token. */
const Query = Type.Object({
  claims_as_of: Type.Optional(Type.Integer({ minimum: 0, maximum: 253_402_300_799 })),
});

const watches = new WeakMap<Dependencies, StreamWatch>();

/** One per server process, whichever of its sockets asks. */
function watchOf(dependencies: Dependencies): StreamWatch {
  const found = watches.get(dependencies) ?? new StreamWatch(dependencies, new ClientStreams(LIMITS));
  watches.set(dependencies, found);
  return found;
}

/** `GET /v1/client/events`: ours, not the published API's. Who asks is known by the client cookie alone. */
export function registerClientEventsFrontendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const watch = watchOf(dependencies);
  app.addHook('preClose', () => watch.end());

  app.get(
    '/v1/client/events',
    // Fastify's own HEAD would open a stream that nobody reads.
    { schema: { querystring: Query }, exposeHeadRoute: false },
    async (request, reply) => {
      const { client, instance, query } = request;
      if (!request.headers.accept?.includes(EVENT_STREAM)) throw new Refusal('event_stream_not_accepted');
      if (!client) throw new Refusal('authentication_invalid');
      const claimsAsOf = query.claims_as_of === undefined ? null : new Date(query.claims_as_of * 1_000);
      const stream = new ClientStream({ instance, clientId: client.id, claimsAsOf });
      reply.raw.once('close', () => stream.readable.destroy());
      stream.send({ object: 'ready', heartbeat_seconds: HEARTBEAT_SECONDS });
      await watch.add(stream);
      return reply
        .type(EVENT_STREAM)
        .header('cache-control', 'no-store, no-transform')
        .header('x-accel-buffering', 'no')
        .send(stream.readable);
    },
  );
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Looks for changed claims soon after a request that may have written; on other nodes they are found within a second. */
export function watchAfterWrites(
  dependencies: Dependencies,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const watch = watchOf(dependencies);
  return async (request, reply) => {
    const isRead = READS.has(request.method) || request.routeOptions.config.findsClientItself;
    if (!isRead && reply.statusCode < 400) watch.lookSoon();
  };
}
