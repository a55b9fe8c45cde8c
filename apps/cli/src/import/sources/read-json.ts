import { Complaint } from '../../complaint.ts';

/** One value of a JSON file, not parsed yet. `row` is its line in NDJSON, its place (from 1) in a list. */
export interface JsonSlice {
  readonly row: number;
  readonly bytes: Buffer;
}

/** No record is nearly as large: what goes on longer is cut off and reported, not held in memory. */
const MAX_SLICE_BYTES = 2 * 1024 * 1024;

const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);
const isBlank = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Collects the bytes of one value; of one that is too large only as many as tell that it is. */
class Slice {
  private parts: Buffer[] = [];
  private length = 0;

  add(part: Buffer): void {
    if (this.length <= MAX_SLICE_BYTES && part.length > 0) this.parts.push(part);
    this.length += part.length;
  }

  take(): Buffer {
    const bytes = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return bytes;
  }

  isEmpty(): boolean {
    return this.length === 0;
  }
}

/** Each line that is not blank: one value each (NDJSON), so that a broken one spoils no other. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonSlice> {
  const slice = new Slice();
  let row = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      slice.add(chunk.subarray(start, end));
      const bytes = slice.take();
      if (!bytes.every(isBlank)) yield { row, bytes };
      row += 1;
      start = end + 1;
    }
    slice.add(chunk.subarray(start));
  }
  const rest = slice.take();
  if (!rest.every(isBlank)) yield { row, bytes: rest };
}

/**
 * The elements of one JSON list, cut at its commas: brackets and strings are followed, everything else is left to
 * JSON.parse of the element.
 * @throws Complaint when the list has no end
 */
export async function* readList(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonSlice> {
  const slice = new Slice();
  let [row, depth, inString, escaped] = [1, 0, false, false];
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === 0x5c) escaped = true;
        else if (byte === 0x22) inString = false;
      } else if (byte === 0x22) inString = true;
      else if (OPEN.has(byte)) {
        depth += 1;
        if (depth === 1) start = at + 1;
      } else if (CLOSE.has(byte)) depth -= 1;
      const isEnd = !inString && depth === 0 && CLOSE.has(byte);
      if (isEnd || (!inString && depth === 1 && byte === 0x2c)) {
        slice.add(chunk.subarray(start, at));
        const bytes = slice.take();
        if (!isEnd || !bytes.every(isBlank)) yield { row, bytes };
        if (isEnd) return;
        row += 1;
        start = at + 1;
      }
    }
    if (depth > 0) slice.add(chunk.subarray(start));
  }
  throw new Complaint(
    `${name}: the list never ends after entry ${row}${slice.isEmpty() ? '' : ', which was not read'}. ` +
      'The file was cut off; what is in already stays as it is.',
  );
}

/** Whether a file holds a list or NDJSON, by its first byte that is not blank. Throws Complaint for neither. */
export function formOf(name: string, start: Buffer): 'list' | 'lines' {
  const first = start.find((byte) => !isBlank(byte));
  if (first === 0x5b) return 'list';
  if (first === 0x7b || first === undefined) return 'lines';
  throw new Complaint(`${name} is no JSON: it must be a list of users, or one user a line.`);
}
