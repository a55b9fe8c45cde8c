import { isBartlebyApiError } from '@bartleby/browser';

/** What to say beside which field, and what to say above the form. */
export interface FormErrors {
  readonly form: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

export const NO_ERRORS: FormErrors = { form: null, fields: {} };

/** A problem of a screen's own, told in words for people. */
export class ScreenProblem extends Error {
  override readonly name = 'ScreenProblem';
}

const UNEXPECTED = 'Something went wrong on this page. Load it again and retry.';

/** Sorts a refusal's entries by field; what names no field of this form goes above it. */
export function formErrorsFrom(error: unknown, fieldNames: readonly string[]): FormErrors {
  if (error instanceof ScreenProblem) return { form: error.message, fields: {} };
  if (!isBartlebyApiError(error)) return { form: UNEXPECTED, fields: {} };
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const { paramName, longMessage } of error.errors) {
    if (paramName && fieldNames.includes(paramName)) fields[paramName] ??= longMessage;
    else rest.push(longMessage);
  }
  if (error.status === 429 && error.retryAfterSeconds)
    rest.push(`Try again in ${error.retryAfterSeconds} seconds.`);
  return { form: rest.join(' ') || null, fields };
}
