import { instanceAlgorithm, type JwtTemplateResource } from '@bartleby/api-contract';
import { checkJwtTemplate, type JsonObject } from '@bartleby/claims-template';
import type { JwtTemplate } from './jwt-template.ts';

/** A JWT template as the Backend API shows it (backend-api.md 6.8). Its key is never part of an answer. */
export function jwtTemplateResource(template: JwtTemplate) {
  return {
    object: 'jwt_template' as const,
    id: template.id,
    name: template.name,
    claims: JSON.parse(template.source) as JsonObject,
    lifetime: template.lifetimeSeconds,
    allowed_clock_skew: template.allowedClockSkewSeconds,
    custom_signing_key: template.signingAlgorithm !== null,
    signing_algorithm: template.signingAlgorithm ?? instanceAlgorithm,
    created_at: template.createdAt.getTime(),
    updated_at: template.updatedAt.getTime(),
  };
}

/** The same as the Platform API shows it: with the text as it was written, its version and its consumer. */
export function jwtTemplatePlatformResource(template: JwtTemplate) {
  return {
    ...jwtTemplateResource(template),
    claims_source: template.source,
    preset: template.preset,
    version: template.version,
    diagnostics: checkJwtTemplate(template.source, template.preset),
  } satisfies JwtTemplateResource & { diagnostics: unknown };
}
