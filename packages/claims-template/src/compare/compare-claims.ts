import { pointerTo } from '../json-text/json-pointer.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { serializeJson } from '../render/serialize-claims.ts';

export interface ValueChange {
  /** RFC 6901, as in `/metadata/plan`. */
  readonly pointer: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Null also when it was added: see `kind`. */
  readonly before: JsonValue;
  /** Null also when it was removed: see `kind`. */
  readonly after: JsonValue;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function compareObjects(before: JsonObject, after: JsonObject, parent: string): ValueChange[] {
  const names = [
    ...Object.keys(before),
    ...Object.keys(after).filter((name) => !Object.hasOwn(before, name)),
  ];
  return names.flatMap((name): ValueChange[] => {
    const pointer = pointerTo(parent, name);
    const old = own(before, name);
    const young = own(after, name);
    if (old === undefined) return [{ pointer, kind: 'added', before: null, after: young ?? null }];
    if (young === undefined) return [{ pointer, kind: 'removed', before: old, after: null }];
    if (isObject(old) && isObject(young)) return compareObjects(old, young, pointer);
    return serializeJson(old) === serializeJson(young)
      ? []
      : [{ pointer, kind: 'changed', before: old, after: young }];
  });
}

/** Where the claims of two tokens differ; within objects member by member, lists as a whole. */
export function compareClaims(before: JsonObject, after: JsonObject): ValueChange[] {
  return compareObjects(before, after, '');
}
