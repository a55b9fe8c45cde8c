import { pointerTo } from '../json-text/json-pointer.ts';
import { expressionOf } from '../render/claim-expression.ts';
import type { ClaimNode, CompiledTemplate, ObjectClaim } from '../render/compiled-template.ts';
import { type ClaimType, membersOf, type ObjectClaimType, unionOf } from '../types/claim-type.ts';
import { inferClaimTypes } from '../types/infer-claim-types.ts';
import type { InferOptions } from '../types/type-of-operands.ts';
import { typeText } from '../types/type-text.ts';

/** What becomes of a claim between two templates. `value_changed`: another expression of the same type. */
export type ClaimChangeKind =
  | 'added'
  | 'removed'
  | 'type_changed'
  | 'became_nullable'
  | 'no_longer_nullable'
  | 'value_changed';

export interface ClaimSide {
  /** As TypeScript. */
  readonly type: string;
  /** As JSON: what the template says. */
  readonly expression: string;
}

export interface ClaimChange {
  /** RFC 6901, as in `/metadata/plan`. */
  readonly pointer: string;
  readonly kind: ClaimChangeKind;
  /** Null when the claim was added. */
  readonly before: ClaimSide | null;
  /** Null when the claim was removed. */
  readonly after: ClaimSide | null;
}

interface Claim {
  readonly node: ClaimNode;
  readonly type: ClaimType;
}

const sideOf = ({ node, type }: Claim): ClaimSide => ({
  type: typeText(type),
  expression: expressionOf(node),
});

const isNullable = (type: ClaimType) => membersOf(type).some(({ kind }) => kind === 'null');

/** The type but for null, as text. */
const withoutNull = (type: ClaimType) =>
  typeText(unionOf(membersOf(type).filter(({ kind }) => kind !== 'null')));

function kindOf(before: Claim, after: Claim): ClaimChangeKind | null {
  if (typeText(before.type) === typeText(after.type))
    return expressionOf(before.node) === expressionOf(after.node) ? null : 'value_changed';
  if (withoutNull(before.type) !== withoutNull(after.type)) return 'type_changed';
  return isNullable(after.type) ? 'became_nullable' : 'no_longer_nullable';
}

function claimsOf(node: ObjectClaim, type: ObjectClaimType): Map<string, Claim> {
  const types = new Map(type.members.map((member) => [member.name, member.type]));
  return new Map(
    node.members.map(({ name, value }) => [
      name,
      { node: value, type: types.get(name) ?? { kind: 'unknown' } },
    ]),
  );
}

function compareObjects(
  before: ReadonlyMap<string, Claim>,
  after: ReadonlyMap<string, Claim>,
  parent: string,
): ClaimChange[] {
  const names = [...before.keys(), ...[...after.keys()].filter((name) => !before.has(name))];
  return names.flatMap((name) => compareClaim(before.get(name), after.get(name), pointerTo(parent, name)));
}

function compareClaim(before: Claim | undefined, after: Claim | undefined, pointer: string): ClaimChange[] {
  if (!before) return after ? [{ pointer, kind: 'added', before: null, after: sideOf(after) }] : [];
  if (!after) return [{ pointer, kind: 'removed', before: sideOf(before), after: null }];
  if (
    before.node.kind === 'object' &&
    after.node.kind === 'object' &&
    before.type.kind === 'object' &&
    after.type.kind === 'object'
  )
    return compareObjects(claimsOf(before.node, before.type), claimsOf(after.node, after.type), pointer);
  const kind = kindOf(before, after);
  return kind === null ? [] : [{ pointer, kind, before: sideOf(before), after: sideOf(after) }];
}

/**
 * What changes for readers of the tokens when `after` replaces `before`: claims that come, go, or change their
 * type or whether they may be null; within objects member by member. Where a claim stands in the source, and
 * white space, make no difference.
 */
export function compareTemplates(
  before: CompiledTemplate,
  after: CompiledTemplate,
  options: InferOptions = {},
): ClaimChange[] {
  const side = (template: CompiledTemplate) => claimsOf(template.claims, inferClaimTypes(template, options));
  return compareObjects(side(before), side(after), '');
}
