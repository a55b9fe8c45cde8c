import { utf8Length } from '../json-text/utf8-length.ts';
import type { ClaimNode, CompiledOperand } from '../render/compiled-template.ts';

const QUOTES = 2;
const NULL_BYTES = 4;

/** Sum, or null when one of them has no bound. */
function sum(bytes: readonly (number | null)[]): number | null {
  return bytes.reduce((total, next) => (total === null || next === null ? null : total + next), 0);
}

function operandBytes(operand: CompiledOperand): number | null {
  if (operand.kind === 'literal') return utf8Length(JSON.stringify(operand.value));
  const { maxBytes } = operand.field;
  return maxBytes === null ? null : Math.max(maxBytes, NULL_BYTES);
}

function operandsBytes(operands: readonly CompiledOperand[]): number | null {
  const bytes = operands.map(operandBytes);
  return bytes.includes(null) ? null : Math.max(...(bytes as number[]));
}

/** Printed inside a string, where the quotes of lists and objects are escaped. */
function printedBytes(part: string | readonly CompiledOperand[]): number | null {
  if (typeof part === 'string') return utf8Length(JSON.stringify(part)) - QUOTES;
  const bytes = operandsBytes(part);
  const isNested = part.some((operand) => operand.kind === 'path' && operand.field.nested);
  return bytes === null ? null : bytes * (isNested ? 2 : 1);
}

/**
 * The most bytes a rendered claim can take as JSON, its name not counted; null when nothing bounds it.
 * Metadata is bounded by what one user's metadata may hold.
 */
export function worstCaseBytes(node: ClaimNode): number | null {
  switch (node.kind) {
    case 'static':
      return utf8Length(JSON.stringify(node.value));
    case 'shortcode':
      return operandsBytes(node.operands);
    case 'interpolation':
      return sum([QUOTES, ...node.parts.map(printedBytes)]);
    case 'array':
      return sum([2 + Math.max(0, node.items.length - 1), ...node.items.map(worstCaseBytes)]);
    case 'object': {
      const names = node.members.map(({ name }) => utf8Length(JSON.stringify(name)) + 1);
      return sum([
        2 + Math.max(0, node.members.length - 1),
        ...names,
        ...node.members.map(({ value }) => worstCaseBytes(value)),
      ]);
    }
  }
}
