import type { DiagnosticCode, Finding, Severity, TextEdit, TextFix, TextRange } from '../diagnostic.ts';
import type { JsonStringNode } from '../json-text/json-node.ts';
import { stringOffsets } from '../json-text/scan-json-string.ts';
import type { Part, StringFix } from '../shortcode/string-part.ts';

/** One string value of a template that holds shortcodes, and what surrounds it. */
export interface StringSite {
  source: string;
  node: JsonStringNode;
  pointer: string;
  /** Keys on the way from the root, list indexes left out; the first is the name of the claim. */
  names: readonly string[];
  parts: readonly Part[];
  /** Deletes the member or item this value belongs to. */
  removal: () => TextFix;
  /** Offsets of the source, by offset of the decoded string. */
  offsets: readonly number[];
}

export function stringSite(
  source: string,
  site: Pick<StringSite, 'node' | 'pointer' | 'names' | 'parts' | 'removal'>,
): StringSite {
  return { ...site, source, offsets: stringOffsets(source, site.node.from) };
}

/** Whether the string is one shortcode and nothing else. */
export function isLone(parts: readonly Part[]): boolean {
  return parts.length === 1 && parts[0]?.kind === 'shortcode';
}

/** A range of the decoded string as a range of the source. */
export function sourceRange(site: StringSite, range: TextRange): TextRange {
  const last = site.offsets.length - 1;
  const from = site.offsets[Math.min(range.from, last)] as number;
  return { from, to: site.offsets[Math.min(range.to, last)] as number };
}

/** Text as it stands between the quotes of a JSON string. */
export function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

export function sourceEdit(site: StringSite, edit: Omit<StringFix, 'title'>): TextEdit {
  return { ...sourceRange(site, edit), insert: jsonEscaped(edit.insert) };
}

export interface SiteProblem extends TextRange {
  code: DiagnosticCode;
  severity: Severity;
  message: string;
  suggestion?: string | undefined;
  fix?: TextFix | undefined;
}

/** A finding inside a string value; `from` and `to` are offsets of the decoded string. */
export function siteFinding(site: StringSite, problem: SiteProblem): Finding {
  const { from, to, suggestion, fix, ...told } = problem;
  return {
    ...told,
    pointer: site.pointer,
    range: sourceRange(site, { from, to }),
    stringRange: { from, to },
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(fix === undefined ? {} : { fix }),
  };
}
