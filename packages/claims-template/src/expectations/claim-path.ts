import type { JsonValue } from '../json-value.ts';

/** The steps to a claim: its name, or the tokens of a JSON pointer (RFC 6901); null for a pointer that is none. */
export function claimPath(claim: string): string[] | null {
  if (!claim.startsWith('/')) return [claim];
  if (/~(?![01])/.test(claim)) return null;
  return claim
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at the end of the steps: own members and list indexes only; undefined when there is none. */
export function valueAt(root: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined;
    else value = Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}
