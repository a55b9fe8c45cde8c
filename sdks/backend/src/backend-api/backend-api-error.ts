/** One thing that the server refused (backend contract section 6.3). */
export interface BartlebyAPIError {
  /** Stable: programs may branch on it. */
  code: string;
  message: string;
  longMessage: string | undefined;
  /** `paramName` and the like, camelCase. */
  meta: Record<string, unknown>;
}

interface ErrorDetails {
  errors: BartlebyAPIError[];
  status: number | undefined;
  clerkTraceId?: string | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** The server's refusal of a Backend API call, or its absence: then `status` is undefined. */
export class BartlebyAPIResponseError extends Error {
  override readonly name = 'BartlebyAPIResponseError';
  readonly errors: readonly BartlebyAPIError[];
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  readonly clerkTraceId: string | undefined;
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | undefined;
  /** For code that tells the published SDK's error by this mark. */
  readonly clerkError = true;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.errors = details.errors;
    this.status = details.status;
    this.clerkTraceId = details.clerkTraceId;
    this.retryAfter = details.retryAfterSeconds;
  }
}

export function isBartlebyAPIResponseError(error: unknown): error is BartlebyAPIResponseError {
  return error instanceof Error && error.name === 'BartlebyAPIResponseError';
}
