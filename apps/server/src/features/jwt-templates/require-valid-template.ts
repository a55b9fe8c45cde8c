import type { ApiError } from '@bartleby/api-contract';
import {
  type CompiledTemplate,
  compileTemplate,
  type Diagnostic,
  type MetadataSchemas,
  type TemplateSurface,
} from '@bartleby/claims-template';
import { Refusal } from '../../runtime/refusal.ts';

/** Whose template it is, and the parameter it came in. */
export interface TemplateOrigin {
  readonly surface: TemplateSurface;
  readonly paramName: string;
  /** What the instance declares about metadata: a path that it does not is warned about. */
  readonly metadataSchemas?: MetadataSchemas;
  /** What there is of users' metadata: a path that nobody has is warned about. Undefined: not known. */
  readonly seenMetadataPaths?: readonly string[] | undefined;
  /** Reserved claims that it may set: those of its consumer. */
  readonly ownClaims?: readonly string[] | undefined;
}

const SESSION_TOKEN: TemplateOrigin = { surface: 'session_token', paramName: 'session.claims' };

/**
 * A template that may be saved, compiled; with its warnings. The session token's, unless told.
 * @throws Refusal `template_invalid` with every error of the template as an entry of its own (code, JSON
 *   pointer, range, suggestion, ready edit); `jwt_template_reserved_claim` likewise, when a JWT template sets
 *   reserved claims and nothing else is wrong (backend-api.md 1.7)
 */
export function requireValidTemplate(
  source: string,
  {
    surface = SESSION_TOKEN.surface,
    paramName = SESSION_TOKEN.paramName,
    metadataSchemas,
    seenMetadataPaths,
    ownClaims,
  }: Partial<TemplateOrigin> = SESSION_TOKEN,
): {
  template: CompiledTemplate;
  diagnostics: readonly Diagnostic[];
} {
  const compiled = compileTemplate(source, { surface, metadataSchemas, seenMetadataPaths, ownClaims });
  if (compiled.ok) return compiled;
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
  const isReserved = surface === 'jwt_template' && errors.every(({ code }) => code === 'claim_reserved');
  throw isReserved
    ? new Refusal('jwt_template_reserved_claim', {
        errors: errors.map((error) => ({
          ...errorOf(error, paramName),
          code: 'jwt_template_reserved_claim',
        })),
      })
    : new Refusal('template_invalid', { errors: errors.map((error) => errorOf(error, paramName)) });
}

/** A problem of a template as an entry of the error envelope. */
export function errorOf(diagnostic: Diagnostic, paramName: string): ApiError {
  const { code, message, hint, ...place } = diagnostic;
  const longMessage = hint === undefined ? message : `${message} ${hint}`;
  return { code, message, long_message: longMessage, meta: { param_name: paramName, ...place } };
}
