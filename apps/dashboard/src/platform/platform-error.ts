import { brokenUsersText } from './broken-users-text.ts';

/** One entry of the documented error envelope. */
export interface ApiProblem {
  readonly code: string;
  readonly message: string;
  readonly longMessage: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What the Platform API refused, or that it did not answer (`status` 0). */
export class PlatformError extends Error {
  constructor(
    readonly status: number,
    readonly problems: readonly ApiProblem[],
  ) {
    super(problems[0]?.longMessage || problems[0]?.message || `The server answered with status ${status}.`);
    this.name = 'PlatformError';
  }

  get code(): string {
    return this.problems[0]?.code ?? '';
  }
}

interface ProblemJson {
  readonly code?: string;
  readonly message?: string;
  readonly long_message?: string;
  readonly meta?: Record<string, unknown>;
}

/** Reads the envelope; an answer that is none still gives an error with its status. */
export function platformErrorFrom(status: number, body: unknown): PlatformError {
  const errors = (body as { errors?: ProblemJson[] } | null)?.errors;
  const list = Array.isArray(errors) ? errors : [];
  return new PlatformError(
    status,
    list.map(({ code = '', message = '', long_message = message, meta = {} }) => ({
      code,
      message,
      longMessage: brokenUsersText(code, meta) ?? long_message,
      meta,
    })),
  );
}

/** A sentence for people about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof PlatformError && error.status === 0) return 'The server cannot be reached.';
  return error instanceof Error ? error.message : String(error);
}
