/** One entry of the error envelope (frontend-api 1.6), in camelCase. */
export interface ApiErrorItem {
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
  /** The same with what to do about it, where the server has more to say. */
  readonly longMessage: string;
  /** The form field it is about (`password`, `email_address` …), if it is about one. */
  readonly paramName: string | undefined;
  readonly meta: Readonly<Record<string, unknown>>;
}

/**
 * Thrown by everything that calls the Frontend API. `code`, `longMessage` and `paramName` are those of the first of
 * `errors`. A call that got no answer has `status` 0 and the code `network_error`.
 */
export class BartlebyApiError extends Error {
  override readonly name = 'BartlebyApiError';
  readonly status: number;
  readonly errors: readonly ApiErrorItem[];
  readonly code: string;
  readonly longMessage: string;
  readonly paramName: string | undefined;
  readonly traceId: string | undefined;
  /** From `Retry-After`, on 429 and 503. */
  readonly retryAfterSeconds: number | undefined;
  /** The Client that came along with the refusal, as sent; the SDK's own state has taken it over already. */
  readonly client: unknown;

  constructor(answer: {
    status: number;
    errors: readonly ApiErrorItem[];
    client?: unknown;
    traceId?: string | undefined;
    retryAfterSeconds?: number | undefined;
  }) {
    const first = answer.errors[0]!;
    super(first.message);
    this.status = answer.status;
    this.errors = answer.errors;
    this.code = first.code;
    this.longMessage = first.longMessage;
    this.paramName = first.paramName;
    this.client = answer.client;
    this.traceId = answer.traceId;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}

export function isBartlebyApiError(error: unknown): error is BartlebyApiError {
  return error instanceof BartlebyApiError;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);

function readItem(item: unknown): ApiErrorItem {
  const { code, message, long_message, meta } = (item ?? {}) as Record<string, unknown>;
  const text = asText(message) ?? 'The server refused the request.';
  const details = (meta ?? {}) as Record<string, unknown>;
  return {
    code: asText(code) ?? 'unknown_error',
    message: text,
    longMessage: asText(long_message) || text,
    paramName: asText(details.param_name),
    meta: details,
  };
}

/** The error for an answer that is not 2xx. A body that is not the envelope still gives one readable item. */
export function apiErrorFromAnswer(
  status: number,
  body: unknown,
  retryAfter: string | null,
): BartlebyApiError {
  const { errors, clerk_trace_id, client, meta } = (body ?? {}) as Record<string, unknown>;
  const items = Array.isArray(errors) && errors.length ? errors : [null];
  const seconds = Number.parseInt(retryAfter ?? '', 10);
  return new BartlebyApiError({
    status,
    errors: items.map(readItem),
    client: client ?? (meta as Record<string, unknown> | undefined)?.client,
    traceId: asText(clerk_trace_id),
    retryAfterSeconds: Number.isNaN(seconds) ? undefined : seconds,
  });
}

/** The error for a call that got no answer: offline, refused, timed out, blocked by CORS. */
export function networkError(isOnline: boolean): BartlebyApiError {
  const message = isOnline ? 'The server cannot be reached.' : 'You are offline.';
  const longMessage = `${message} Check the connection and try again.`;
  return new BartlebyApiError({
    status: 0,
    errors: [{ code: 'network_error', message, longMessage, paramName: undefined, meta: {} }],
  });
}
