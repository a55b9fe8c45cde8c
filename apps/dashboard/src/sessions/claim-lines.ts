import { defaultClaims, type JsonNode, omittedClaimsMarker, parseJson } from '@bartleby/claims-template';

export interface ClaimBlock {
  readonly name: string;
  /** `"name": value`, indented, with its comma. */
  readonly text: string;
  readonly isDefault: boolean;
}

const DEFAULT_NAMES: ReadonlySet<string> = new Set([
  ...defaultClaims.map(({ name }) => name),
  omittedClaimsMarker,
]);

/** Writes a node with line breaks; names keep the order of the text, also those that look like numbers. */
function writeNode(node: JsonNode, indent: string): string {
  if (node.kind === 'scalar' || node.kind === 'string') return JSON.stringify(node.value);
  const inner = `${indent}  `;
  const [open, close] = node.kind === 'array' ? ['[', ']'] : ['{', '}'];
  const parts =
    node.kind === 'array'
      ? node.items.map((item) => writeNode(item, inner))
      : node.members.map(({ key, value }) => `${JSON.stringify(key.value)}: ${writeNode(value, inner)}`);
  if (parts.length === 0) return open + close;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

/** The claims of a token, one block each, in the order in which they are signed. */
export function claimBlocks(claimsText: string): ClaimBlock[] {
  const parsed = parseJson(claimsText);
  if (!parsed.ok || parsed.root.kind !== 'object') return [];
  const { members } = parsed.root;
  return members.map(({ key, value }, index) => ({
    name: key.value,
    text: `  ${JSON.stringify(key.value)}: ${writeNode(value, '  ')}${index < members.length - 1 ? ',' : ''}`,
    isDefault: DEFAULT_NAMES.has(key.value),
  }));
}
