import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { Complaint } from '../../complaint.ts';
import { textOf } from './read-bytes.ts';

/** One line of cells. `row` counts as a spreadsheet does: the header is row 1. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly Buffer[];
}

/** Larger than any row that could be imported: an open quote must not swallow a whole file. */
const MAX_ROW_BYTES = 8 * 1024 * 1024;

/**
 * Rows of a CSV file (RFC 4180), as bytes: what is no UTF-8 is one row's fault and not the file's.
 * @throws Complaint where the quoting is broken: from there on nobody can tell where a row begins
 */
export async function* readCsv(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const records: Buffer[][] = [];
  // Taken as they are parsed: what stands before a fault in the same piece of the file is not lost with it.
  const parser = parse({
    encoding: null,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    on_record: (record: unknown) => void records.push(record as Buffer[]),
  });
  parser.on('error', () => undefined).resume();
  let row = 0;
  function taken(): CsvRow[] {
    const first = row + 1;
    row += records.length;
    return records.splice(0).map((cells, index) => ({ row: first + index, cells }));
  }
  for await (const chunk of chunks) {
    const fault = await new Promise((resolve) => parser.write(chunk, resolve));
    yield* taken();
    if (fault) throw complaintOf(name, row + 1, fault);
  }
  const fault = await finished(parser.end()).then(
    () => null,
    (error: unknown) => error,
  );
  yield* taken();
  if (fault) throw complaintOf(name, row + 1, fault);
}

function complaintOf(name: string, row: number, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  return new Complaint(
    `${name}, row ${row} (line ${String(error.lines ?? 'unknown')}): ${reasonOf(error)} ` +
      'Nothing from this row on was read. Mend it and run this again: what is in already stays as it is.',
  );
}

function reasonOf(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quoted cell never ends.';
    case 'CSV_MAX_RECORD_SIZE':
      return `the row is larger than ${MAX_ROW_BYTES / 1024 / 1024} MB; most likely a quoted cell never ends.`;
    default:
      return 'a quotation mark stands where none may stand; within a cell it is written twice, in a quoted cell.';
  }
}

/** The header's names. Throws Complaint for what is no header of ours. */
export function headerOf(name: string, { cells }: CsvRow): string[] {
  const names = cells.map((cell) => textOf(cell)?.trim() ?? '');
  if (names.length === 1 && /[;\t]/.test(names[0] ?? ''))
    throw new Complaint(`${name}: cells are separated by semicolons or tabs; save it with commas.`);
  const seen = new Set<string>();
  for (const column of names) {
    if (column === '') throw new Complaint(`${name}: a column has no name. The first row names the columns.`);
    if (seen.has(column)) throw new Complaint(`${name}: the column "${column}" is there twice.`);
    seen.add(column);
  }
  return names;
}
