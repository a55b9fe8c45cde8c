import type { Finding, TemplateSurface } from '../diagnostic.ts';
import { type ResolvedShortcode, resolveShortcode } from '../shortcode/catalogue.ts';
import type { Operand, PathOperand, ShortcodePart } from '../shortcode/string-part.ts';
import type { MetadataSchemas } from '../types/declared-paths.ts';
import type { StringSite } from './string-site.ts';

export interface LintContext {
  surface: TemplateSurface;
  seen: readonly string[] | undefined;
  schemas: MetadataSchemas | undefined;
  isLone: boolean;
}

export interface PlacedPath {
  operand: PathOperand;
  resolved: ResolvedShortcode;
}

export type Lint = (site: StringSite, shortcode: ShortcodePart, context: LintContext) => Finding[];

/** The operands that name something of the catalogue. */
export function placedPaths(operands: readonly Operand[]): PlacedPath[] {
  return operands.flatMap((operand) => {
    if (operand.kind === 'literal' || operand.isCall) return [];
    const resolved = resolveShortcode(operand.segments);
    return resolved ? [{ operand, resolved }] : [];
  });
}
