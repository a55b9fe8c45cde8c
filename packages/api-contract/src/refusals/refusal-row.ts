/**
 * One row of the catalogue. `message` and `longMessage` may hold `{name}` placeholders, filled from the
 * refusal's meta (snake_case keys, as on the wire).
 */
export interface RefusalRow {
  readonly status: number;
  readonly message: string;
  readonly longMessage: string;
}

/** Types the rows of one area and keeps their codes literal. */
export function refusalRows<Code extends string>(rows: Record<Code, RefusalRow>): Record<Code, RefusalRow> {
  return rows;
}
