import { testLimits } from '@bartleby/claims-template';
import { Type } from 'typebox';
import { AuthBody } from './auth-configuration.ts';
import { MetadataSchemasBody, OrganizationsBody } from './declared-types.ts';
import { JwtTemplatesBody } from './jwt-templates/jwt-templates-body.ts';

const only = { additionalProperties: false } as const;
const seconds = Type.Optional(Type.Integer({ minimum: 0 }));
const origins = Type.Optional(Type.Array(Type.String({ maxLength: 512 }), { maxItems: 100 }));
/** The body of PATCH and PUT: types and bounds; `requestedChanges` says what it asks for. */
export const ConfigurationBodySchema = Type.Object({
  session: Type.Optional(
    Type.Object(
      {
        claims: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
        claims_source: Type.Optional(Type.String({ maxLength: 65_536 })),
        tests: Type.Optional(Type.Array(Type.Unknown(), { maxItems: testLimits.tests })),
        message: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
        accept_broken_users: seconds,
        version: seconds,
        lifetime_seconds: seconds,
        maximum_age_seconds: seconds,
        inactivity_seconds: seconds,
      },
      only,
    ),
  ),
  sign_up: Type.Optional(
    Type.Object({ mode: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('closed')])) }, only),
  ),
  auth: Type.Optional(AuthBody),
  jwt_templates: Type.Optional(JwtTemplatesBody),
  metadata_schemas: Type.Optional(MetadataSchemasBody),
  organizations: Type.Optional(OrganizationsBody),
  allowed_origins: origins,
  redirect_origins: origins,
  test_mode: Type.Optional(Type.Boolean()),
});
