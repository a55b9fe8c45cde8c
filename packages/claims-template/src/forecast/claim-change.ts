import type { JsonObject, JsonValue } from '../json-value.ts';
import { serializeJson } from '../render/serialize-claims.ts';
import type { ComparedClaim } from './compared-claims.ts';

/** What happens to one claim of one user's token; each is told by one of these, the first that holds. */
export const forecastChangeKinds = [
  'removed',
  'added_null',
  'added',
  'became_null',
  'no_longer_null',
  'type_changed',
  'value_changed',
] as const;

export type ForecastChangeKind = (typeof forecastChangeKinds)[number];

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** One user's change; a value is undefined where the claim is not in the token. */
export interface ClaimChange {
  readonly kind: ForecastChangeKind;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

export function jsonTypeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as JsonType;
}

/** How a claim differs between two renderings for the same user; null when it is the same. */
export function claimChangeOf(
  claim: ComparedClaim,
  claims: { readonly before: JsonObject; readonly after: JsonObject },
): ClaimChange | null {
  const before = claim.isInBefore ? (valueAt(claims.before, claim.path) ?? null) : undefined;
  const after = claim.isInAfter ? (valueAt(claims.after, claim.path) ?? null) : undefined;
  const kind = kindOf(before, after);
  return kind === null ? null : { kind, before, after };
}

function kindOf(before: JsonValue | undefined, after: JsonValue | undefined): ForecastChangeKind | null {
  if (after === undefined) return before === undefined ? null : 'removed';
  if (before === undefined) return after === null ? 'added_null' : 'added';
  if (before === after) return null;
  if (after === null) return 'became_null';
  if (before === null) return 'no_longer_null';
  if (jsonTypeOf(before) !== jsonTypeOf(after)) return 'type_changed';
  if (typeof before !== 'object') return 'value_changed';
  return serializeJson(before) === serializeJson(after) ? null : 'value_changed';
}

/** Rendered objects have no prototype, but own keys are asked for all the same. */
function valueAt(claims: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = claims;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}
