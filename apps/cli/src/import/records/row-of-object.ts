import type { TransferRecord } from '@bartleby/api-contract';
import type { RowProblem, SourceRow } from '../sources/source-row.ts';
import { apiUserRecord, membershipRecord, organizationRecord } from './api-records.ts';
import { FieldReader } from './field-reader.ts';
import { flatUserRecord } from './flat-user-record.ts';

/** Longest text of a field, in characters: what is longer is no name, digest or metadata. */
const MAX_TEXT_LENGTH = 65_536;
const MAX_DEPTH = 34;

/** A source's object as a record; every problem of it is named. `now` in epoch milliseconds. */
export function rowOfObject(row: number, object: Record<string, unknown>, now: number): SourceRow {
  const id = typeof object.id === 'string' && object.id !== '' ? object.id.slice(0, 100) : null;
  const unfit = findUnfit(object);
  if (unfit) return { row, id, record: null, problems: [unfit] };
  const read = new FieldReader(object);
  const record = recordOf(object, read, now);
  if (id === null) read.refuse('id', 'is missing: records keep the ids they have, such as user_….');
  return { row, id, record: read.problems.length === 0 ? record : null, problems: read.problems };
}

function recordOf(object: Record<string, unknown>, read: FieldReader, now: number): TransferRecord {
  if (object.object === 'organization') return organizationRecord(read);
  if (object.object === 'organization_membership') return membershipRecord(read);
  return 'email_addresses' in object || object.object === 'user'
    ? apiUserRecord(read, now)
    : flatUserRecord(read);
}

/** The first field that holds what no database or answer can: NUL, half a surrogate pair, too much, too deep. */
export function findUnfit(object: Record<string, unknown>): RowProblem | null {
  for (const [field, root] of Object.entries(object)) {
    const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { value, depth } = next;
      const message = typeof value === 'string' ? unfitText(value) : null;
      if (message) return { field, message };
      if (typeof value !== 'object' || value === null) continue;
      if (depth > MAX_DEPTH) return { field, message: 'is nested too deeply: at most 32 levels.' };
      for (const [name, child] of Object.entries(value)) {
        const inName = unfitText(name);
        if (inName) return { field, message: inName };
        pending.push({ value: child, depth: depth + 1 });
      }
    }
  }
  return null;
}

function unfitText(text: string): string | null {
  if (text.length > MAX_TEXT_LENGTH)
    return `is ${text.length} characters long; at most ${MAX_TEXT_LENGTH} can be anything here.`;
  if (text.includes('\0')) return 'holds a NUL character: remove it.';
  return /\p{Surrogate}/u.test(text) ? 'holds half a character (a lone surrogate): mend the text.' : null;
}
