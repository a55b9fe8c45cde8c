/** `primaryEmailAddressID` → `primary_email_address_id`. */
export const toSnakeCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

/** `primary_email_address_id` → `primaryEmailAddressId`. */
export const toCamelCase = (name: string): string =>
  name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** What an app or another party wrote: its keys are data and stay as they are. */
const VERBATIM = new Set(['public_metadata', 'private_metadata', 'unsafe_metadata', 'actor', 'claims']);

/** A resource as the wire has it → the same with camelCase keys, contents of metadata untouched. */
export function camelCaseResource(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseResource);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      toCamelCase(key),
      VERBATIM.has(key) ? inner : camelCaseResource(inner),
    ]),
  );
}

/** Top-level keys in snake_case; undefined left out, instants as ISO text (backend contract section 6.1). */
export function snakeCaseBody(input: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [toSnakeCase(key), value instanceof Date ? value.toISOString() : value]),
  );
}
