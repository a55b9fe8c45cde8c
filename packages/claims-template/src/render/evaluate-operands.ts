import type { JsonValue } from '../json-value.ts';
import { isListIndex } from '../shortcode/characters.ts';
import type { CompiledOperand } from './compiled-template.ts';
import { copyJson } from './copy-json.ts';
import type { TemplateData } from './template-data.ts';

/** One step down: own keys of objects, decimal indexes of lists, undefined for anything else (rule R5). */
function step(parent: unknown, segment: string): unknown {
  if (typeof parent !== 'object' || parent === null) return undefined;
  if (Array.isArray(parent)) return isListIndex(segment) ? parent[Number(segment)] : undefined;
  return Object.hasOwn(parent, segment) ? (parent as Record<string, unknown>)[segment] : undefined;
}

/** The value of one operand, uncopied; undefined and null both mean null. */
function operandValue(operand: CompiledOperand, data: TemplateData): unknown {
  if (operand.kind === 'literal') return operand.value;
  let value = step(step(data, operand.root), operand.name);
  for (const segment of operand.below) value = step(value, segment);
  return value;
}

/**
 * `a || b || c`: the first value that is neither null nor false, else the last one's own (rule R6).
 * Operands behind the winner are not looked at. The value is a copy without prototypes.
 */
export function evaluateOperands(operands: readonly CompiledOperand[], data: TemplateData): JsonValue {
  let value: unknown = null;
  for (const operand of operands) {
    value = operandValue(operand, data) ?? null;
    if (value !== null && value !== false) break;
  }
  return copyJson(value);
}
