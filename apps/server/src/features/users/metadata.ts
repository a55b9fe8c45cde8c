import { Refusal } from '../../runtime/refusal.ts';
import { assertStorableText } from './text-fields.ts';
import type { JsonObject, JsonValue } from './user.ts';

export const MAX_METADATA_BYTES = 8192;
export const MAX_METADATA_DEPTH = 32;

/** The metadata fields of a user, by their names on the wire. */
export type MetadataField = 'public_metadata' | 'private_metadata' | 'unsafe_metadata';

/**
 * Metadata that may be stored: a JSON object of at most 8 kB (as JSON in UTF-8) and 32 levels.
 * Throws form_param_type_invalid, form_param_exceeds_allowed_size form_param_nesting_too_deep or
 * form_param_format_invalid (NUL, lone surrogates).
 */
export function requireMetadata(value: unknown, field: MetadataField): JsonObject {
  if (!isObject(value))
    throw new Refusal('form_param_type_invalid', { param_name: field, expected_type: 'an object' });
  assertShallow(value, field);
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) > MAX_METADATA_BYTES)
    throw new Refusal('form_param_exceeds_allowed_size', {
      param_name: field,
      max_bytes: MAX_METADATA_BYTES,
    });
  return value;
}

/** Walks with its own stack, so that depth itself cannot exhaust ours. */
function assertShallow(root: JsonObject, field: MetadataField): void {
  const pending: { value: JsonValue; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') assertStorableText(value, field);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_METADATA_DEPTH)
      throw new Refusal('form_param_nesting_too_deep', { param_name: field, max_depth: MAX_METADATA_DEPTH });
    for (const key of Object.keys(value)) assertStorableText(key, field);
    for (const child of Object.values(value)) pending.push({ value: child, depth: depth + 1 });
  }
}

/**
 * Deep merge of `patch` into `current` (Clerk: PATCH …/metadata): objects merge, everything else replaces,
 * a key whose value is null is removed at any depth. Neither argument is changed.
 */
export function mergeMetadata(current: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, JsonValue>(Object.entries(current));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else if (isObject(value)) merged.set(key, mergeMetadata(objectOr(merged.get(key)), value));
    else merged.set(key, value);
  }
  // fromEntries defines own properties: a key called __proto__ is data like any other.
  return Object.fromEntries(merged);
}

const EMPTY: JsonObject = {};
const objectOr = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : EMPTY);

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
