import { instanceAlgorithm, maxJwtTemplates } from '@bartleby/api-contract';
import { type Static, Type } from 'typebox';
import type { JwtTemplate } from '../../jwt-templates/index.ts';

/** One JWT template of a configuration. Its key is in none. */
export const JwtTemplateBody = Type.Object(
  {
    claims: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    claims_source: Type.Optional(Type.String({ maxLength: 65_536 })),
    preset: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    lifetime: Type.Optional(Type.Integer()),
    allowed_clock_skew: Type.Optional(Type.Integer()),
    custom_signing_key: Type.Optional(Type.Boolean()),
    signing_algorithm: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);

/** Key `jwt_templates`: by name; null deletes. All there may be can be deleted while as many others are made. */
export const JwtTemplatesBody = Type.Record(Type.String(), Type.Union([JwtTemplateBody, Type.Null()]), {
  maxProperties: 2 * maxJwtTemplates,
});
export type JwtTemplatesConfiguration = Static<typeof JwtTemplatesBody>;

/** What of a template a configuration tells. */
type Shown = Pick<
  JwtTemplate,
  'name' | 'source' | 'preset' | 'lifetimeSeconds' | 'allowedClockSkewSeconds' | 'signingAlgorithm'
>;

/** The templates as key `jwt_templates` shows them, in the order of their names. */
export function jwtTemplatesDocument(templates: readonly Shown[]) {
  const inOrder = [...templates].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(inOrder.map((template) => [template.name, documentOf(template)]));
}

export type JwtTemplatesDocument = ReturnType<typeof jwtTemplatesDocument>;

const documentOf = (template: Shown) => ({
  claims: JSON.parse(template.source) as Record<string, unknown>,
  claims_source: template.source,
  preset: template.preset,
  lifetime: template.lifetimeSeconds,
  allowed_clock_skew: template.allowedClockSkewSeconds,
  custom_signing_key: template.signingAlgorithm !== null,
  signing_algorithm: template.signingAlgorithm ?? instanceAlgorithm,
});
