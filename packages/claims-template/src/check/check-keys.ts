import type { Finding, TextFix, TextRange } from '../diagnostic.ts';
import type {
  JsonArrayNode,
  JsonMember,
  JsonNode,
  JsonObjectNode,
  JsonStringNode,
} from '../json-text/json-node.ts';
import { pointerTo } from '../json-text/json-pointer.ts';
import { removeEntry } from '../json-text/remove-entry.ts';
import { utf8Length } from '../json-text/utf8-length.ts';
import { limits } from '../limits.ts';
import { isReservedClaim, reservedClaimMeaning } from '../shortcode/default-claims.ts';

/** A string value found on the walk. */
export interface FoundString {
  node: JsonStringNode;
  pointer: string;
  names: readonly string[];
  /** Deletes the member or item this value belongs to. */
  removal: () => TextFix;
}

export interface WalkedTemplate {
  findings: Finding[];
  /** Reserved names that are allowed here. */
  ownClaims: readonly string[];
  strings: FoundString[];
}

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);

function memberRange({ key, value }: JsonMember): TextRange {
  return { from: key.from, to: value.to };
}

function hasControlCharacter(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code < 32 || (code >= 127 && code < 160)) return true;
  }
  return false;
}

function nameProblem(name: string): string | null {
  if (name === '') return 'Give this claim a name: it is empty.';
  if (hasControlCharacter(name)) return 'Remove the control characters from this name.';
  if (utf8Length(name) > limits.claimNameBytes) return `Keep this name under ${limits.claimNameBytes} bytes.`;
  return null;
}

/** What is wrong with one key of an object; the root's keys are the claim names. */
function checkKey(
  key: JsonStringNode,
  pointer: string,
  isClaim: boolean,
  isRepeated: boolean,
  removal: () => TextFix,
): Finding[] {
  const findings: Finding[] = [];
  const at = { severity: 'error', pointer, range: { from: key.from, to: key.to } } as const;
  if (isRepeated)
    findings.push({
      ...at,
      fix: removal(),
      code: 'template_duplicate_key',
      message: `Remove or rename the second "${short(key.value)}".`,
    });
  if (key.value.includes('{{'))
    findings.push({
      ...at,
      code: 'shortcode_in_key',
      message: 'Write this name without a shortcode: shortcodes work in values only.',
    });
  const problem = nameProblem(key.value);
  if (problem !== null)
    findings.push({ ...at, fix: removal(), code: 'claim_name_invalid', message: problem });
  const meaning = isClaim && isReservedClaim(key.value) ? reservedClaimMeaning(key.value) : null;
  if (meaning !== null)
    findings.push({
      ...at,
      fix: removal(),
      code: 'claim_reserved',
      message: `You can't use the reserved claim: ${key.value}`,
      hint: `${meaning} Choose another name for this claim.`,
    });
  return findings;
}

interface Place {
  pointer: string;
  names: readonly string[];
  /** Deletes the member or item this value belongs to. */
  removal: () => TextFix;
}

/** Walks a template whose depth was bounded by the parser: checks keys, collects string values. */
export function walkTemplate(root: JsonObjectNode, ownClaims: readonly string[] = []): WalkedTemplate {
  const walked: WalkedTemplate = { findings: [], ownClaims, strings: [] };
  walkObject(root, '', [], walked);
  return walked;
}

function walkObject(
  object: JsonObjectNode,
  pointer: string,
  names: readonly string[],
  walked: WalkedTemplate,
): void {
  const seen = new Set<string>();
  const ranges = object.members.map(memberRange);
  object.members.forEach(({ key, value }, index) => {
    const isRepeated = seen.has(key.value);
    seen.add(key.value);
    const isFull = walked.findings.length >= limits.diagnostics;
    if (isFull && isScalar(value)) return;
    const place: Place = {
      pointer: pointerTo(pointer, key.value),
      names: [...names, key.value],
      removal: () => ({ title: `Remove "${short(key.value)}"`, edits: [removeEntry(ranges, index)] }),
    };
    const isClaim = pointer === '' && !walked.ownClaims.includes(key.value);
    if (!isFull) walked.findings.push(...checkKey(key, place.pointer, isClaim, isRepeated, place.removal));
    walkNode(value, place, walked);
  });
}

/** Holds no string, so that nothing but its name can be wrong. */
const isScalar = ({ kind }: JsonNode): boolean => kind !== 'string' && kind !== 'object' && kind !== 'array';

function walkArray(array: JsonArrayNode, { pointer, names }: Place, walked: WalkedTemplate): void {
  array.items.forEach((item, index) => {
    const place: Place = {
      pointer: pointerTo(pointer, index),
      names,
      removal: () => ({ title: 'Remove this item', edits: [removeEntry(array.items, index)] }),
    };
    walkNode(item, place, walked);
  });
}

function walkNode(node: JsonNode, place: Place, walked: WalkedTemplate): void {
  if (node.kind === 'string') walked.strings.push({ node, ...place });
  else if (node.kind === 'object') walkObject(node, place.pointer, place.names, walked);
  else if (node.kind === 'array') walkArray(node, place, walked);
}
