import type { TransferRecord } from '@bartleby/api-contract';

/** What is wrong with one field of a row, and what to do about it. */
export interface RowProblem {
  readonly field: string;
  readonly message: string;
}

/** One row of a source: a record to be imported, or what stops it from being one. */
export interface SourceRow {
  /** The row as a person finds it again: a spreadsheet's row, a line, a place in a list. */
  readonly row: number;
  readonly id: string | null;
  readonly record: TransferRecord | null;
  readonly problems: readonly RowProblem[];
}

/** Where users come from. `rows` is read once, and never held as a whole. */
export interface RecordSource {
  /** As messages call it: a file's name, or the API's address. */
  readonly name: string;
  /** What one row is called there: `row`, `line`, `entry`. */
  readonly unit: string;
  rows(warn: (text: string) => void): AsyncIterable<SourceRow>;
  /** How far reading has come, from 0 to 1; null while that is not known. */
  progress(): number | null;
}
