import type { ClaimNode, CompiledOperand } from './compiled-template.ts';

/** Every operand of every shortcode in a claim, in the order of the source, as often as it stands there. */
export function operandsOf(node: ClaimNode): readonly CompiledOperand[] {
  switch (node.kind) {
    case 'static':
      return [];
    case 'shortcode':
      return node.operands;
    case 'interpolation':
      return node.parts.flatMap((part) => (typeof part === 'string' ? [] : part));
    case 'array':
      return node.items.flatMap(operandsOf);
    case 'object':
      return node.members.flatMap(({ value }) => operandsOf(value));
  }
}
