import { literalType, unionOf } from './claim-type.ts';
import { typeText } from './type-text.ts';

/** Names as a union of string literals, each once. */
export function unionText(names: readonly string[]): string {
  return typeText(unionOf(names.map(literalType)));
}
