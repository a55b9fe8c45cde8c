import { analyzeTemplate } from '../check/analyze-template.ts';
import { toDiagnostics } from '../check/check-template.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { compileTemplate } from '../render/compile-template.ts';
import { inferClaimTypes } from '../types/infer-claim-types.ts';
import { findJwtPreset } from './presets.ts';

/**
 * Everything that is wrong with the claims of a JWT template, or unwise: what `checkTemplate` says, and what the
 * consumer of this preset (null: none) would refuse or overlook. Errors are what it would surely refuse.
 * Takes any string and never throws.
 */
export function checkJwtTemplate(source: string, presetId: string | null): Diagnostic[] {
  const preset = findJwtPreset(presetId);
  const options = { surface: 'jwt_template', ownClaims: preset?.ownClaims } as const;
  const { findings, root } = analyzeTemplate(source, options);
  // A draft with faults is looked at too, as far as it can be read.
  const compiled = compileTemplate(source, { ...options, mode: 'stored' });
  if (!preset || !root || !compiled.ok) return toDiagnostics(source, findings);
  const view = { node: root, type: inferClaimTypes(compiled.template), pointer: '' };
  // The consumer says which names it reads: that the value stands elsewhere too is no news.
  const kept = findings.filter(({ code }) => code !== 'duplicate_of_default');
  return toDiagnostics(source, [...kept, ...preset.checkClaims(view)]);
}
