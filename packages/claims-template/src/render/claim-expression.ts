import type { ClaimNode } from './compiled-template.ts';

/**
 * What a node was in the template's source, but for white space: members in the source's order. Nodes of the same
 * expression render to the same value, whatever the data.
 */
export function expressionOf(node: ClaimNode): string {
  switch (node.kind) {
    case 'static':
      return JSON.stringify(node.value);
    case 'array':
      return `[${node.items.map(expressionOf).join(', ')}]`;
    case 'object':
      return `{${node.members.map(({ name, value }) => `${JSON.stringify(name)}: ${expressionOf(value)}`).join(', ')}}`;
    default:
      return JSON.stringify(node.text);
  }
}
