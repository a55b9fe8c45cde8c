import { type RefusalCode, refusals } from './catalogue.ts';

/** One entry of the error envelope (frontend-api.md 1.6). */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly long_message: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What every unsuccessful answer of all three APIs looks like. */
export interface ErrorEnvelope {
  readonly errors: readonly ApiError[];
  readonly clerk_trace_id: string;
}

/**
 * A refusal's code and meta as one entry of the envelope. `meta` goes out as it is; `meta.message` and
 * `meta.long_message` (texts) replace the catalogue's wording and are not repeated in `meta`: for refusals
 * whose text is computed, such as a template's diagnostics.
 */
export function apiError(code: RefusalCode, meta: Readonly<Record<string, unknown>> = {}): ApiError {
  const { message, long_message: longMessage, ...rest } = meta;
  const row = refusals[code];
  const ownMessage = typeof message === 'string' ? message : undefined;
  return {
    code,
    message: ownMessage ?? fill(row.message, rest),
    long_message: typeof longMessage === 'string' ? longMessage : (ownMessage ?? fill(row.longMessage, rest)),
    meta: rest,
  };
}

/** Replaces `{name}` by `meta.name`; a name that meta does not have reads as plain words. */
function fill(template: string, meta: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{([a-z_]{1,40})\}/g, (_, name: string) => {
    const value = Object.hasOwn(meta, name) ? meta[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : name.replaceAll('_', ' ');
  });
}
