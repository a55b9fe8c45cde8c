import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { Complaint } from '../../complaint.ts';
import { knownColumns } from '../records/columns.ts';
import { withoutNeutraliser } from '../records/neutral-cell.ts';
import { rowOfObject } from '../records/row-of-object.ts';
import { readBytes, textOf } from './read-bytes.ts';
import { type CsvRow, headerOf, readCsv } from './read-csv.ts';
import { formOf, type JsonSlice, readLines, readList } from './read-json.ts';
import type { RecordSource, SourceRow } from './source-row.ts';

/** A user export in a file: CSV, a JSON list, or NDJSON. Throws Complaint for a file that is none of them. */
export function fileSource(path: string, now: number): RecordSource {
  const name = basename(path);
  const extension = extname(path).toLowerCase();
  const { chunks, progress } = readBytes(path);
  if (extension === '.csv')
    return { name, unit: 'row', progress, rows: (warn) => csvRows(name, chunks(), warn, now) };
  if (!['.json', '.ndjson', '.jsonl'].includes(extension))
    throw new Complaint(`${name}: the file's name must end with .csv, .json or .ndjson.`);
  const form = formOf(name, startOf(path));
  const slices = () => (form === 'list' ? readList(name, chunks()) : readLines(chunks()));
  const unit = form === 'list' ? 'entry' : 'line';
  return { name, unit, progress, rows: () => jsonRows(unit, slices(), now) };
}

function startOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(1024);
    const start = bytes.subarray(0, readSync(file, bytes));
    return start[0] === 0xef ? start.subarray(3) : start;
  } finally {
    closeSync(file);
  }
}

async function* csvRows(
  name: string,
  chunks: AsyncIterable<Buffer>,
  warn: (text: string) => void,
  now: number,
): AsyncGenerator<SourceRow> {
  let columns: string[] | null = null;
  for await (const row of readCsv(name, chunks)) {
    if (columns) yield rowOfCells(columns, row, now);
    else columns = checkColumns(name, headerOf(name, row), warn);
  }
  if (!columns) throw new Complaint(`${name} is empty: the first row names the columns.`);
}

/** Throws Complaint for columns that cannot be what the file means; names the ones that nobody reads. */
function checkColumns(name: string, columns: string[], warn: (text: string) => void): string[] {
  const refuse = (reason: string) => new Complaint(`${name}: ${reason} Nothing was read.`);
  if (!columns.includes('id'))
    throw refuse(
      `there is no column "id", which a user export of Clerk has; its columns are: ${columns.slice(0, 40).join(', ')}.`,
    );
  if (columns.includes('password_digest') !== columns.includes('password_hasher'))
    throw refuse('password_digest and password_hasher come together: one of the two columns is missing.');
  const unknown = columns.filter((column) => !knownColumns.includes(column));
  if (unknown.length === columns.length - 1)
    throw refuse(`besides "id" no column is known. Known are: ${knownColumns.join(', ')}.`);
  if (unknown.length > 0)
    warn(`${name}: not imported, since nobody knows what it means: ${unknown.join(', ')}.`);
  return columns;
}

function rowOfCells(columns: readonly string[], { row, cells }: CsvRow, now: number): SourceRow {
  const at = columns.indexOf('id');
  const id = (cells[at] && textOf(cells[at])?.slice(0, 100)) || null;
  const refused = (field: string, message: string): SourceRow => ({
    row,
    id,
    record: null,
    problems: [{ field, message }],
  });
  if (cells.length !== columns.length)
    return refused('row', `has ${cells.length} cells; the header has ${columns.length} columns.`);
  const object: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const text = textOf(cells[index] ?? Buffer.alloc(0));
    if (text === null) return refused(column, 'is no UTF-8: save the file as UTF-8, or mend the cell.');
    if (knownColumns.includes(column)) object[column] = withoutNeutraliser(text);
  }
  return rowOfObject(row, object, now);
}

async function* jsonRows(
  unit: string,
  slices: AsyncIterable<JsonSlice>,
  now: number,
): AsyncGenerator<SourceRow> {
  for await (const { row, bytes } of slices) yield rowOfJson(unit, row, bytes, now);
}

function rowOfJson(unit: string, row: number, bytes: Buffer, now: number): SourceRow {
  const refused = (message: string): SourceRow => ({
    row,
    id: null,
    record: null,
    problems: [{ field: unit, message }],
  });
  const text = textOf(bytes);
  if (text === null) return refused('is no UTF-8: mend it.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(`is no JSON${bytes.length > 2_000_000 ? ', or larger than 2 MB' : ''}: mend it.`);
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? rowOfObject(row, value as Record<string, unknown>, now)
    : refused('is no JSON object: each entry is one user.');
}
