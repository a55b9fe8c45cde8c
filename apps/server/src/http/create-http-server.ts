import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Dependencies } from '../dependencies.ts';
import { Refusal } from '../runtime/refusal.ts';
import { warnOnce } from '../runtime/warn-once.ts';
import { internalPrefixes, type Surface } from './choose-api.ts';
import { errorEnvelope, errorHandler } from './error-handler.ts';
import { routeByApi, routingOf } from './routing.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;

/** An HTTP server without any API yet: routing by API, limits, timeouts, trace ids, the error handler. */
export function createHttpServer(dependencies: Dependencies, surface: Surface): FastifyInstance {
  const handleError = errorHandler(dependencies.log);
  const app = Fastify({
    logger: false,
    rewriteUrl: routeByApi(surface),
    ...(dependencies.config.trustedProxies.length > 0 && {
      trustProxy: [...dependencies.config.trustedProxies],
    }),
    genReqId: () => Buffer.from(dependencies.random.bytes(16)).toString('hex'),
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 2_000, requireHostHeader: true },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    frameworkErrors: (error, request, reply) => {
      handleError(error, request, reply);
    },
    clientErrorHandler: (error, socket) => {
      if (isTlsHello(error)) warnOnce(dependencies.log, TLS_ON_HTTP_PORT);
      answerUnreadable(error, socket);
    },
    forceCloseConnections: 'idle',
  });
  app.setErrorHandler(handleError);
  app.register(async (refused) => {
    // Before the body is read.
    refused.addHook('onRequest', async (request) => {
      const { refusal } = routingOf(request);
      throw new Refusal(refusal?.code ?? 'resource_not_found', refusal?.meta ?? {});
    });
    refused.all(internalPrefixes.refused, () => undefined);
  });
  return app;
}

const UNREADABLE: Record<string, [number, string, Refusal]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', new Refusal('headers_too_large')],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', new Refusal('request_timeout')],
};

const TLS_ON_HTTP_PORT =
  'somebody spoke TLS to this plain HTTP port. An app with a development key and no proxy URL makes browsers do so: ' +
  'set the whole block that `bartleby env` prints';

/** The first byte of a TLS handshake record (RFC 8446 section 5.1). */
const isTlsHello = (error: Error): boolean => (error as { rawPacket?: Buffer }).rawPacket?.[0] === 22;

/** What Node could not read as HTTP still gets the envelope, written by hand: there is no reply object yet. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const [status, phrase, refusal] = UNREADABLE[error.code ?? ''] ?? [
    400,
    'Bad Request',
    new Refusal('bad_request', { reason: 'it is not valid HTTP/1.1' }),
  ];
  const body = JSON.stringify(errorEnvelope(refusal, ''));
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/json\r\ncache-control: no-store\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
