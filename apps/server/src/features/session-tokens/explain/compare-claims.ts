import { isDeepStrictEqual } from 'node:util';
import {
  type ClaimSource,
  claimSizes,
  type ExplainedClaim,
  isReservedClaim,
  type JsonObject,
  type JsonValue,
} from '@bartleby/claims-template';

/** A claim in one token. */
export interface ClaimInToken {
  readonly value: JsonValue;
  /** UTF-8 bytes of `"name":value` and its comma. */
  readonly bytes: number;
}

export interface ClaimComparison {
  readonly name: string;
  /** Every session token carries it by itself. */
  readonly isDefault: boolean;
  /** Its value in the template that the older token was made from; null for a default claim, or without one. */
  readonly earlierExpression: string | null;
  readonly currentExpression: string | null;
  /** The fields that its present expression reads, else those of the older one, with their values now. */
  readonly sources: readonly ClaimSource[];
  /** Null: that token has no such claim, or there is no such token. */
  readonly earlier: ClaimInToken | null;
  readonly current: ClaimInToken | null;
  readonly change: 'same' | 'changed' | 'added' | 'removed' | null;
}

export interface TokenSide {
  readonly claims: JsonObject;
  readonly explained: readonly ExplainedClaim[];
}

/** Lays an older token beside the next one, claim by claim: the template's first, default claims after them. */
export function compareClaims(sides: {
  earlier: TokenSide | null;
  current: TokenSide | null;
}): ClaimComparison[] {
  const earlier = sides.earlier && indexed(sides.earlier);
  const current = sides.current && indexed(sides.current);
  const names = new Set([current, earlier].flatMap((side) => (side ? side.names : [])));
  return [...names]
    .map((name) => compare(name, earlier, current))
    .sort((a, b) => Number(a.isDefault) - Number(b.isDefault) || (a.name < b.name ? -1 : 1));
}

type IndexedSide = ReturnType<typeof indexed>;

function indexed({ claims, explained }: TokenSide) {
  const sizes = new Map(claimSizes(claims).map(({ name, bytes }) => [name, bytes]));
  const expressions = new Map(explained.map((claim) => [claim.name, claim]));
  return {
    names: [...Object.keys(claims), ...expressions.keys()],
    expressions,
    claim: (name: string): ClaimInToken | null => {
      const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
      return value === undefined ? null : { value, bytes: sizes.get(name) ?? 0 };
    },
  };
}

function compare(name: string, earlier: IndexedSide | null, current: IndexedSide | null): ClaimComparison {
  const before = earlier?.expressions.get(name);
  const after = current?.expressions.get(name);
  const claims = { earlier: earlier?.claim(name) ?? null, current: current?.claim(name) ?? null };
  return {
    name,
    isDefault: isReservedClaim(name),
    earlierExpression: before?.expression ?? null,
    currentExpression: after?.expression ?? null,
    sources: (after ?? before)?.sources ?? [],
    ...claims,
    change: earlier && current ? changeOf(claims) : null,
  };
}

function changeOf({
  earlier,
  current,
}: Pick<ClaimComparison, 'earlier' | 'current'>): ClaimComparison['change'] {
  if (earlier === null) return current === null ? 'same' : 'added';
  if (current === null) return 'removed';
  return isDeepStrictEqual(earlier.value, current.value) ? 'same' : 'changed';
}
