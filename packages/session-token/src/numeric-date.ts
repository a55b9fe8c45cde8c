/** 9999-12-31T23:59:59Z: the last instant that every date library can show. */
export const MAX_NUMERIC_DATE = 253_402_300_799;

/** Whether `value` is a NumericDate we accept: seconds since 1970, finite, not past the year 9999 (RFC 7519 section 2). */
export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_NUMERIC_DATE;
}
