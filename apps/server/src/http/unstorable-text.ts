/**
 * The name of the first parameter that holds text which PostgreSQL cannot store, in names or values at any
 * depth: NUL, or half a surrogate pair. Null when there is none. No recursion.
 */
export function findUnstorableText(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return isStorable(body) ? null : 'body';
  for (const [name, value] of Object.entries(body))
    if (!isStorable(name) || !isStorableDeeply(value))
      return isWellFormed(name) ? name.replaceAll('\0', '') : 'body';
  return null;
}

function isStorableDeeply(value: unknown): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) {
      if (!isStorable(next)) return false;
    } else if (Array.isArray(next)) for (const item of next) waiting.push(item);
    else
      for (const [name, item] of Object.entries(next)) {
        if (!isStorable(name)) return false;
        waiting.push(item);
      }
  }
  return true;
}

const isStorable = (value: unknown): boolean =>
  typeof value !== 'string' || (!value.includes('\0') && isWellFormed(value));

/** In unicode mode only a lone half of a pair is a surrogate. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
