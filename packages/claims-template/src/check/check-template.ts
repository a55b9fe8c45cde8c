import type { Diagnostic, Finding } from '../diagnostic.ts';
import { lineStarts, positionAt } from '../json-text/line-index.ts';
import { limits } from '../limits.ts';
import { type AnalysisOptions, analyzeTemplate } from './analyze-template.ts';

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Errors first, then in the order of the source; cut off at the limit. */
export function toDiagnostics(source: string, findings: readonly Finding[]): Diagnostic[] {
  const shown = [...findings]
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.range.from - b.range.from)
    .slice(0, limits.diagnostics);
  // Lines behind the last problem are not looked for: a text of megabytes is refused at its beginning.
  const end = Math.max(0, ...shown.map(({ range }) => range.from));
  const starts = lineStarts(source.slice(0, end));
  return shown.map((finding) => ({ ...finding, ...positionAt(starts, finding.range.from) }));
}

/**
 * Says everything that is wrong with a template, or unwise (claims-language section 6).
 * Takes any string and never throws; without an `error` among the answers the template may be saved.
 */
export function checkTemplate(source: string, options: AnalysisOptions = {}): Diagnostic[] {
  return toDiagnostics(source, analyzeTemplate(source, options).findings);
}
