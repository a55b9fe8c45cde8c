import { createHash } from 'node:crypto';

/** SHA-256 of what a record says; the order of its members does not matter. */
export function fingerprintOf(record: object): Buffer {
  return createHash('sha256').update(JSON.stringify(record, sortedMembers)).digest();
}

const sortedMembers = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The fields of a record that say something. */
export const fieldsOf = (record: object): string[] =>
  Object.entries(record)
    .filter(([name, value]) => value !== undefined && name !== 'object' && name !== 'id')
    .map(([name]) => name);
