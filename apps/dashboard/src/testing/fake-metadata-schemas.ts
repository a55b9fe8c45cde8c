import type { MetadataSchemasResource, ViolatingUsersResource } from '@bartleby/api-contract';
import { checkMetadataSchema, createMetadataValidator, type JsonObject } from '@bartleby/claims-template';
import { type Answer, type FakePlatformAnswer, ok, refuse } from './fake-call.ts';
import type { FakeAppUser, FakeState } from './fake-state.ts';
import { configOf } from './fake-template-versions.ts';

type Schemas = Partial<MetadataSchemasResource>;

function violationsOf(user: FakeAppUser, schemas: Schemas) {
  const fields = [
    ['public_metadata', schemas.public, user.publicMetadata],
    ['unsafe_metadata', schemas.unsafe, user.unsafeMetadata],
    ['private_metadata', schemas.private, user.privateMetadata],
  ] as const;
  return fields.flatMap(([field, schema, value]) =>
    schema
      ? createMetadataValidator(schema as JsonObject)(value).map(({ pointer, message }) => ({
          field,
          pointer,
          message,
        }))
      : [],
  );
}

function violating(state: FakeState, schemas: Schemas): ViolatingUsersResource {
  const examples = state.users
    .map((user) => ({
      user_id: user.id,
      name: [user.firstName, user.lastName].filter(Boolean).join(' ') || user.emailAddress,
      violations: violationsOf(user, schemas),
    }))
    .filter(({ violations }) => violations.length > 0);
  const { length } = state.users;
  return { users_total: length, users_checked: length, users_violating: examples.length, examples };
}

/** The change of metadata schemas that a configuration's PATCH asks for. */
export function patchSchemas(state: FakeState, schemas: Schemas): FakePlatformAnswer {
  const declared = [schemas.public, schemas.unsafe, schemas.private].filter(Boolean);
  const problems = declared.flatMap((schema) => checkMetadataSchema(schema));
  if (problems.length > 0)
    return refuse(
      422,
      problems.map(({ message }) => ({ code: 'metadata_schema_invalid', long_message: message })),
    );
  state.metadataSchemas = { ...state.metadataSchemas, ...schemas };
  state.configVersion += 1;
  return ok({
    config_version: String(state.configVersion),
    dry_run: false,
    after: configOf(state),
    diagnostics: [],
    metadata_violations: violating(state, state.metadataSchemas),
  });
}

export const countViolations: Answer = (state, { body }) =>
  ok(violating(state, { ...state.metadataSchemas, ...(body.metadata_schemas as Schemas) }));
