import { type DescribedApi, publishedDescription } from './published-descriptions.ts';

type Parts = Readonly<Record<string, unknown>>;

const places = new WeakMap<object, string>();
const walked = new Set<DescribedApi>();
/** Keywords whose schemas stand for the same value. */
const SAME_VALUE = new Set(['if', 'then', 'else', 'not', 'anyOf', 'allOf', 'oneOf']);

/** `User/timezone` for the schema of that member as the description's schema `User` has it, null outside of the named schemas. */
export function placeInNamedSchema(api: DescribedApi, schema: object): string | null {
  if (!walked.has(api)) {
    walked.add(api);
    for (const [name, named] of Object.entries(publishedDescription(api).components.schemas))
      walk(named, name);
  }
  return places.get(schema) ?? null;
}

function walk(schema: unknown, place: string): void {
  if (schema === null || typeof schema !== 'object' || places.has(schema)) return;
  if (Array.isArray(schema)) {
    for (const branch of schema) walk(branch, place);
    return;
  }
  places.set(schema, place);
  for (const [keyword, value] of Object.entries(schema as Parts)) {
    if (keyword === 'properties')
      for (const [member, part] of Object.entries(value as Parts)) walk(part, `${place}/${member}`);
    else if (keyword === 'items' || keyword === 'additionalProperties') walk(value, `${place}/*`);
    else if (SAME_VALUE.has(keyword)) walk(value, place);
  }
}

/** A branch of a union that stands alone while it is judged: `#/components/…` would be looked for in itself. */
export function copyWithAbsoluteReferences<T>(api: DescribedApi, schema: T): T {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map((part) => copyWithAbsoluteReferences(api, part)) as T;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? `${api}${value}`
        : copyWithAbsoluteReferences(api, value),
    ]),
  );
  const place = placeInNamedSchema(api, schema);
  if (place !== null) places.set(copy, place);
  return copy as T;
}
