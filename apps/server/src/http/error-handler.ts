import {
  type ApiError,
  apiError,
  type ErrorEnvelope,
  headerNames,
  type RefusalCode,
  refusals,
} from '@bartleby/api-contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../runtime/log.ts';
import { Refusal } from '../runtime/refusal.ts';

/**
 * The one place where a "no" becomes HTTP: a Refusal goes out with its row of the catalogue, a framework
 * error as the refusal it stands for, anything else as 500 with a line in the log and nothing in the answer.
 * A refusal with `meta.errors` (entries of the envelope) goes out as these: one per template diagnostic.
 */
export function errorHandler(
  log: Log,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    const refusal = refusalFor(error, request);
    if (!refusal) logFailure(log, 'request failed', error, request);
    else if (refusal.cause !== undefined) logFailure(log, refusal.code, refusal.cause, request);
    const known = refusal ?? new Refusal('internal_clerk_error');
    const status = refusals[known.code as RefusalCode].status;
    const retryAfter = known.meta.retry_after_seconds;
    if (status === 429 || status === 503)
      reply.header(
        headerNames.retryAfter,
        String(typeof retryAfter === 'number' ? Math.ceil(retryAfter) : 1),
      );
    reply.header('cache-control', 'no-store');
    if (status === 405 && typeof known.meta.allow === 'string') reply.header('allow', known.meta.allow);
    return reply.code(status).send(errorEnvelope(known, request.id));
  };
}

/** The documented envelope of a refusal. */
export function errorEnvelope(refusal: Refusal, traceId: string): ErrorEnvelope {
  const { errors } = refusal.meta;
  return {
    errors:
      Array.isArray(errors) && errors.length > 0
        ? (errors as ApiError[])
        : [apiError(refusal.code as RefusalCode, refusal.meta)],
    clerk_trace_id: traceId,
  };
}

/** Errors of the framework, as refusals; null for a defect. */
function refusalFor(error: unknown, request: FastifyRequest): Refusal | null {
  if (error instanceof Refusal) return error.code in refusals ? error : null;
  if (!(error instanceof Error)) return null;
  const { code = '', statusCode = 500 } = error as Error & { code?: string; statusCode?: number };
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('unsupported_content_type', {
        content_type: (request.headers['content-type'] ?? '').slice(0, 100),
        supported: supportedTypes(request),
      });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('request_body_too_large', { limit_bytes: request.routeOptions.bodyLimit });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal('bad_request', { reason: 'Content-Length is not the length of the body' });
    case 'FST_ERR_BAD_URL':
      return new Refusal('bad_request', { reason: 'the path is not well encoded' });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Refusal('uri_too_long');
  }
  const isClientFault = code.startsWith('FST_ERR_CTP') || (statusCode >= 400 && statusCode < 500);
  return isClientFault ? new Refusal('bad_request', { reason: 'it could not be read' }) : null;
}

const BODY_TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/octet-stream',
  'application/json',
];

/** What the route's scope has a parser for. */
const supportedTypes = ({ server }: FastifyRequest): string =>
  BODY_TYPES.filter((type) => server.hasContentTypeParser(type)).join(' or ');

/** With the trace id that the client was given, and the route's pattern: paths may hold tokens. */
function logFailure(log: Log, message: string, error: unknown, request: FastifyRequest): void {
  log.error(message, {
    trace_id: request.id,
    method: request.method,
    route: request.routeOptions.url,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
