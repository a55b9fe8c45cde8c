import { pointerTo } from '../json-text/json-pointer.ts';
import { expressionOf } from '../render/claim-expression.ts';
import type { ClaimNode, CompiledTemplate, ObjectClaim } from '../render/compiled-template.ts';

/** A claim, or a member of one, that one of two templates has or both write differently. */
export interface ComparedClaim {
  readonly path: readonly string[];
  readonly pointer: string;
  readonly isInBefore: boolean;
  readonly isInAfter: boolean;
}

const EMPTY: ObjectClaim = { kind: 'object', members: [] };

/**
 * Where the claims of two templates can differ: what both write in the same way has the same value for every
 * user and is left out. Objects that a template spells out are compared member by member.
 */
export function comparedClaims(before: CompiledTemplate, after: CompiledTemplate): ComparedClaim[] {
  const found: ComparedClaim[] = [];
  compareObjects({ before: before.claims, after: after.claims }, [], found);
  return found;
}

function compareObjects(
  { before, after }: { before: ObjectClaim; after: ObjectClaim },
  path: readonly string[],
  found: ComparedClaim[],
): void {
  const [old, now] = [before, after].map(
    ({ members }) => new Map(members.map(({ name, value }) => [name, value])),
  ) as [Map<string, ClaimNode>, Map<string, ClaimNode>];
  for (const name of new Set([...old.keys(), ...now.keys()]))
    compareNodes({ before: old.get(name), after: now.get(name) }, [...path, name], found);
}

function compareNodes(
  { before, after }: { before: ClaimNode | undefined; after: ClaimNode | undefined },
  path: readonly string[],
  found: ComparedClaim[],
): void {
  const isInBefore = before !== undefined;
  const isInAfter = after !== undefined;
  const nodes = [before, after].filter((node) => node !== undefined);
  if (nodes.every(hasMembers)) {
    const members = { before: before ?? EMPTY, after: after ?? EMPTY } as {
      before: ObjectClaim;
      after: ObjectClaim;
    };
    compareObjects(members, path, found);
  } else if (!isInBefore || !isInAfter || expressionOf(before) !== expressionOf(after))
    found.push({ path, pointer: path.reduce<string>(pointerTo, ''), isInBefore, isInAfter });
}

const hasMembers = (node: ClaimNode): boolean => node.kind === 'object' && node.members.length > 0;
