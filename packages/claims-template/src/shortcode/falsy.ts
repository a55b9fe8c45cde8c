import { resolveShortcode } from './catalogue.ts';
import type { Operand } from './string-part.ts';

/** Which of the two falsy values (rule R6) an operand may have. */
export interface Falsy {
  null: boolean;
  false: boolean;
}

/** Taken from the catalogue alone; what has no place in it is null. */
export function falsyValuesOf(operand: Operand): Falsy {
  if (operand.kind === 'literal') return { null: false, false: operand.value === false };
  const resolved = operand.isCall ? null : resolveShortcode(operand.segments);
  if (resolved === null) return { null: true, false: false };
  const { field, below } = resolved;
  if (below.length === 0) return { null: field.nullWhen !== null, false: field.shape === 'boolean' };
  return { null: true, false: field.shape === 'metadata' || field.shape === 'actor' };
}

/** Index of the first operand that always wins, or -1: what stands behind it is never reached. */
export function alwaysTruthyIndex(operands: readonly Operand[]): number {
  return operands.findIndex((operand) => {
    const falsy = falsyValuesOf(operand);
    return !falsy.null && !falsy.false;
  });
}

/** Whether the whole `a || b || c` may come out null. */
export function canBeNull(operands: readonly Operand[]): boolean {
  const last = operands.at(-1);
  return last !== undefined && alwaysTruthyIndex(operands) < 0 && falsyValuesOf(last).null;
}
