import type { JsonObject } from '@bartleby/claims-template';
import { INSTANCE_ALGORITHM, type JwtTemplate } from './jwt-template.ts';

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
    signing_algorithm: template.signingAlgorithm ?? INSTANCE_ALGORITHM,
    created_at: template.createdAt.getTime(),
    updated_at: template.updatedAt.getTime(),
  };
}
