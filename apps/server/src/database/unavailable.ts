import { Refusal } from '../runtime/refusal.ts';

/** SQLSTATE classes and codes that say "not now", not "your statement is wrong" (PostgreSQL, appendix A). */
const UNAVAILABLE_STATE = /^(08|53|58|57P0[1-5]$|57014$|25006$|25P03$|55P03$|F0000$|XX001$|XX002$)/;
const CONNECTION_CODE = /^E[A-Z]{3,}$/;
const CONNECTION_MESSAGE =
  /connection terminated|timeout exceeded|not queryable|connection error|client was closed|cannot use a pool after/i;

/** A statement's deadline passed. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Whether an error of `pg` means that the database cannot serve now, so that the client may try again. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof NoAnswer) return true;
  const code = 'code' in error ? String(error.code) : '';
  if (/^[0-9A-Z]{5}$/.test(code) && 'severity' in error) return UNAVAILABLE_STATE.test(code);
  return CONNECTION_CODE.test(code) || CONNECTION_MESSAGE.test(error.message);
}

/** Whether a statement failed because the database's disk is full, read-only or broken. */
export function isStorageFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(53100|58\w{3}|25006)$/.test(String(error.code));
}

/** The Refusal that the client sees; `cause` is for the log. */
export function serviceUnavailable(cause: unknown): Refusal {
  return new Refusal('service_unavailable', {}, { cause });
}
