import type { ConsumerCode, Finding, Severity, TextEdit, TextFix } from '../diagnostic.ts';
import type { JsonMember, JsonNode, JsonObjectNode, JsonStringNode } from '../json-text/json-node.ts';
import { pointerTo } from '../json-text/json-pointer.ts';
import { removeEntry } from '../json-text/remove-entry.ts';
import { type ClaimType, membersOf, type ObjectClaimType } from '../types/claim-type.ts';

/** An object of a template as its author wrote it, with the types that its members will have in a token. */
export interface TemplateView {
  readonly node: JsonObjectNode;
  readonly type: ObjectClaimType;
  readonly pointer: string;
}

/** One member of it. */
export interface ClaimView {
  readonly name: string;
  readonly key: JsonStringNode;
  readonly node: JsonNode;
  readonly type: ClaimType;
  readonly pointer: string;
  readonly removal: TextFix;
}

/** The members, a repeated name once: as it will be in the token. */
export function claimsOf({ node, type, pointer }: TemplateView): ClaimView[] {
  const ranges = node.members.map(({ key, value }) => ({ from: key.from, to: value.to }));
  const last = new Map<string, number>(node.members.map(({ key }, index) => [key.value, index]));
  return [...last].map(([name, index]) => {
    const { key, value } = node.members[index] as JsonMember;
    const removal = { title: `Remove "${name}"`, edits: [removeEntry(ranges, index)] };
    const found = type.members.find((member) => member.name === name)?.type ?? { kind: 'unknown' };
    return { name, key, node: value, type: found, pointer: pointerTo(pointer, name), removal };
  });
}

export function claimOf(view: TemplateView, name: string): ClaimView | null {
  return claimsOf(view).find((claim) => claim.name === name) ?? null;
}

/** The object that a claim is, to look further into; null when it is none as written. */
export function objectOf({ node, type, pointer }: ClaimView): TemplateView | null {
  return node.kind === 'object' && type.kind === 'object' ? { node, type, pointer } : null;
}

/** The text of a claim without shortcodes; null otherwise. */
export function fixedText({ type }: Pick<ClaimView, 'type'>): string | null {
  return type.kind === 'literal' && typeof type.value === 'string' ? type.value : null;
}

/** Whether a claim is text: always, with gaps (null), never, or nobody can say before a user is there. */
export function textKind(type: ClaimType): 'text' | 'nullable' | 'other' | 'unknown' {
  const members = membersOf(type);
  if (members.some(({ kind }) => kind === 'unknown')) return 'unknown';
  const others = members.filter(({ kind }) => kind !== 'null');
  const isText = (member: ClaimType) =>
    member.kind === 'string' || (member.kind === 'literal' && typeof member.value === 'string');
  if (others.length === 0 || !others.every(isText)) return 'other';
  return others.length < members.length ? 'nullable' : 'text';
}

interface Said {
  readonly code: ConsumerCode;
  readonly severity?: Severity;
  readonly message: string;
  readonly fix?: TextFix | undefined;
}

/** A problem of a claim's value. */
export function problemOf({ node, pointer }: ClaimView, said: Said): Finding {
  const { severity = 'error', code, message, fix } = said;
  const range = { from: node.from, to: node.to };
  return { code, severity, message, pointer, range, ...(fix && { fix }) };
}

/** A member that is not there, with the edit that adds it. */
export function missingClaim(
  view: TemplateView,
  name: string,
  value: unknown,
  said: Omit<Said, 'code'>,
): Finding {
  const { node } = view;
  const { severity = 'error', message } = said;
  return {
    code: 'consumer_claim_missing',
    severity,
    message,
    pointer: view.pointer,
    range: { from: node.from, to: node.from + 1 },
    fix: { title: `Add "${name}"`, edits: [addMember(node, name, value)] },
  };
}

/** Replaces a value by another one. */
export function replacement({ node }: ClaimView, value: unknown): TextFix {
  const insert = JSON.stringify(value);
  const shown = insert.length > 60 ? 'what it must be' : insert;
  return { title: `Replace by ${shown}`, edits: [{ from: node.from, to: node.to, insert }] };
}

function addMember({ members, from }: JsonObjectNode, name: string, value: unknown): TextEdit {
  const text = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const last = members.at(-1);
  if (!last) return { from: from + 1, to: from + 1, insert: text };
  return { from: last.value.to, to: last.value.to, insert: `, ${text}` };
}
