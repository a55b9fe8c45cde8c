import type { JsonObject, JsonValue } from '../json-value.ts';

/** A piece of text to write, or a value still to be written. */
type Pending = { text: string } | { value: JsonValue | undefined };

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The pieces of one container, in writing order. */
function piecesOf(container: JsonValue[] | JsonObject): Pending[] {
  if (Array.isArray(container)) {
    const pieces = container.flatMap((item, index): Pending[] => [
      { text: index === 0 ? '[' : ',' },
      { value: item },
    ]);
    return [...(pieces.length === 0 ? [{ text: '[' }] : pieces), { text: ']' }];
  }
  const keys = Object.keys(container)
    .filter((key) => container[key] !== undefined)
    .sort(byCodeUnits);
  const pieces = keys.flatMap((key, index): Pending[] => [
    { text: `${index === 0 ? '{' : ','}${JSON.stringify(key)}:` },
    { value: container[key] },
  ]);
  return [...(pieces.length === 0 ? [{ text: '{' }] : pieces), { text: '}' }];
}

/**
 * Writes any JSON value compactly, keys in the order of their UTF-16 code units at every level (rule R15),
 * strings with ordinary JSON escaping (rule R13). Equal values give equal bytes. No recursion.
 */
export function serializeJson(value: JsonValue): string {
  const written: string[] = [];
  const pending: Pending[] = [{ value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('text' in next) written.push(next.text);
    else if (typeof next.value === 'object' && next.value !== null) {
      const pieces = piecesOf(next.value);
      for (let index = pieces.length - 1; index >= 0; index -= 1) pending.push(pieces[index] as Pending);
    } else written.push(JSON.stringify(next.value ?? null) ?? 'null');
  }
  return written.join('');
}

/** The bytes that are signed: see {@link serializeJson}. */
export function serializeClaims(claims: JsonObject): string {
  return serializeJson(claims);
}
