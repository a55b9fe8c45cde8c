import type { JsonNode, TextRange } from '@bartleby/claims-template';

const unescaped = (step: string) => step.split('~1').join('/').split('~0').join('~');

/**
 * Where in the text a JSON pointer leads, in UTF-16 offsets: a member with its name. Of what is not there, the
 * place that should have it.
 */
export function pointedRange(root: JsonNode, pointer: string): TextRange {
  let node = root;
  let range: TextRange = { from: root.from, to: Math.min(root.to, root.from + 1) };
  for (const step of pointer.split('/').slice(1).map(unescaped)) {
    if (node.kind === 'object') {
      const member = node.members.findLast(({ key }) => key.value === step);
      if (member === undefined) return range;
      range = { from: member.key.from, to: member.value.to };
      node = member.value;
    } else if (node.kind === 'array' && node.items[Number(step)] !== undefined) {
      node = node.items[Number(step)] as JsonNode;
      range = { from: node.from, to: node.to };
    } else return range;
  }
  return range;
}
