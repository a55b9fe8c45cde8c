import type { TextEdit, TextRange } from '../diagnostic.ts';

/**
 * The edit that deletes one member or item together with its comma, so that what is left stays JSON.
 * `siblings` are the ranges of all entries of the container, in source order.
 */
export function removeEntry(siblings: readonly TextRange[], index: number): TextEdit {
  const entry = siblings[index] as TextRange;
  const next = siblings[index + 1];
  if (next) return { from: entry.from, to: next.from, insert: '' };
  const previous = siblings[index - 1];
  return { from: previous ? previous.to : entry.from, to: entry.to, insert: '' };
}
