import type { ApiError } from '@bartleby/api-contract';
import { type CompiledTemplate, compileTemplate, type Diagnostic } from '@bartleby/claims-template';
import { Refusal } from '../../runtime/refusal.ts';

/**
 * A session token template that may be saved, compiled; with its warnings.
 * @throws Refusal `template_invalid` with every error of the template as an entry of its own (code, JSON
 *   pointer, range, suggestion, ready edit)
 */
export function requireValidTemplate(source: string): {
  template: CompiledTemplate;
  diagnostics: readonly Diagnostic[];
} {
  const compiled = compileTemplate(source);
  if (compiled.ok) return compiled;
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
  throw new Refusal('template_invalid', { errors: errors.map(errorOf) });
}

function errorOf(diagnostic: Diagnostic): ApiError {
  const { code, message, hint, ...place } = diagnostic;
  const longMessage = hint === undefined ? message : `${message} ${hint}`;
  return { code, message, long_message: longMessage, meta: { param_name: 'session.claims', ...place } };
}
