import type { Finding, TemplateSurface, TextFix } from '../diagnostic.ts';
import { resolveShortcode } from '../shortcode/catalogue.ts';
import { asksForPrivateMetadata, type Correction, correctPath } from '../shortcode/correct-path.ts';
import type { PathOperand, ShortcodePart } from '../shortcode/string-part.ts';
import { isLone, type StringSite, siteFinding, sourceEdit } from './string-site.ts';

/**
 * Errors of one shortcode: its fault, or the paths that name nothing (claims-language section 6).
 * Looks for the name that was meant only when `corrects`.
 */
export function checkShortcode(
  site: StringSite,
  shortcode: ShortcodePart,
  { surface, corrects }: { surface: TemplateSurface; corrects: boolean },
): Finding[] {
  const { fault } = shortcode;
  if (fault !== null) {
    const fix = fault.fix && { title: fault.fix.title, edits: [sourceEdit(site, fault.fix)] };
    return [siteFinding(site, { ...fault, severity: 'error', fix: fix ?? undefined })];
  }
  return shortcode.operands.flatMap((operand, index) => {
    if (operand.kind === 'literal' || (!operand.isCall && resolveShortcode(operand.segments))) return [];
    return [unresolved(site, shortcode, index, { operand, surface, corrects })];
  });
}

function unresolved(
  site: StringSite,
  shortcode: ShortcodePart,
  index: number,
  { operand, surface, corrects }: { operand: PathOperand; surface: TemplateSurface; corrects: boolean },
): Finding {
  const written = operand.segments.join('.');
  const isPrivate = asksForPrivateMetadata(operand.segments);
  const correction = corrects ? correctPath(operand.segments) : null;
  return siteFinding(site, {
    code: isPrivate ? 'shortcode_forbidden' : 'shortcode_unknown',
    severity: 'error',
    message: isPrivate
      ? 'Use public metadata: private metadata never enters a token, because its holder could read it.'
      : unknownMessage(written, correction, surface),
    from: operand.from,
    to: operand.to,
    suggestion: suggestionOf(correction),
    fix: fixFor(site, shortcode, index, correction),
  });
}

function suggestionOf(correction: Correction): string | undefined {
  if (correction === null) return undefined;
  return correction.kind === 'replace' ? correction.path : (correction.claim ?? undefined);
}

function unknownMessage(written: string, correction: Correction, surface: TemplateSurface): string {
  const short = written.length > 80 ? `${written.slice(0, 80)}…` : written;
  if (correction?.kind === 'replace')
    return `There is no shortcode ${short}: did you mean ${correction.path}?`;
  if (correction === null) return `There is no shortcode ${short}: choose one from the list of shortcodes.`;
  if (correction.claim === null) return `There is no shortcode ${short}: remove it.`;
  const sessionOnly = correction.claim === 'sid' || correction.claim === 'fva' || correction.claim === 'sts';
  if (surface === 'jwt_template' && sessionOnly)
    return `There is no shortcode ${short}: a JWT template is not tied to a session, so remove it.`;
  return `There is no shortcode ${short}: remove it, the token has the default claim ${correction.claim} by itself.`;
}

function fixFor(
  site: StringSite,
  shortcode: ShortcodePart,
  index: number,
  correction: Correction,
): TextFix | undefined {
  const operand = shortcode.operands[index];
  if (correction === null || operand === undefined) return undefined;
  if (correction.kind === 'replace') {
    const edit = sourceEdit(site, { from: operand.from, to: operand.to, insert: correction.path });
    return { title: `Use ${correction.path}`, edits: [edit] };
  }
  if (shortcode.operands.length > 1) return removeOperands(site, shortcode, index, index + 1);
  return isLone(site.parts) ? site.removal() : removeShortcode(site, shortcode);
}

function removeShortcode(site: StringSite, shortcode: ShortcodePart): TextFix {
  return {
    title: 'Remove the shortcode',
    edits: [sourceEdit(site, { from: shortcode.from, to: shortcode.to, insert: '' })],
  };
}

/** The edit that takes operands `first` up to, not including, `end` out of a shortcode that keeps others. */
export function removeOperands(
  site: StringSite,
  shortcode: ShortcodePart,
  first: number,
  end: number,
): TextFix {
  const { operands } = shortcode;
  const previous = operands[first - 1];
  const next = operands[end];
  const from = previous ? previous.to : (operands[first]?.from ?? shortcode.from);
  const to = previous ? (operands[end - 1]?.to ?? from) : (next?.from ?? from);
  return {
    title: end - first === 1 ? 'Remove this value' : 'Remove these values',
    edits: [sourceEdit(site, { from, to, insert: '' })],
  };
}
