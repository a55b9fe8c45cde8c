import { type DeclaredRole, roleEntry } from '@bartleby/api-contract';
import type { JsonObject, MetadataSchemas } from '@bartleby/claims-template';
import { type Static, Type } from 'typebox';
import { type InstanceSettings, type MetadataKind, metadataKinds } from '../instances/index.ts';

const schema = Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]));
const key = Type.String({ maxLength: 200 });
const names = Type.Optional(Type.Array(key, { maxItems: 1_000 }));
const only = { additionalProperties: false } as const;

/** Key `metadata_schemas`: a JSON Schema for each kind of users' metadata, and what happens to a write that violates it. */
export const MetadataSchemasBody = Type.Object(
  {
    public: schema,
    unsafe: schema,
    private: schema,
    enforcement: Type.Optional(Type.Union([Type.Literal('warn'), Type.Literal('refuse')])),
  },
  only,
);

const RoleBody = Type.Union([
  key,
  Type.Object(
    {
      key,
      name: Type.Optional(Type.String({ maxLength: 1_000 })),
      description: Type.Optional(Type.String({ maxLength: 1_000 })),
      permissions: names,
    },
    only,
  ),
]);

/** Key `organizations`: roles, by key alone or with what is said of them, and the application's own permissions. */
export const OrganizationsBody = Type.Object(
  { roles: Type.Optional(Type.Array(RoleBody, { maxItems: 1_000 })), permissions: names },
  only,
);

export interface DeclaredTypesBody {
  readonly metadata_schemas?: Static<typeof MetadataSchemasBody>;
  readonly organizations?: Static<typeof OrganizationsBody>;
}

/** Both keys as they are. */
export function declaredTypesDocument(settings: InstanceSettings) {
  const { metadataSchemas, metadataEnforcement } = settings;
  return {
    metadata_schemas: {
      public: parsed(metadataSchemas.public),
      unsafe: parsed(metadataSchemas.unsafe),
      private: parsed(metadataSchemas.private),
      enforcement: metadataEnforcement,
    },
    organizations: {
      roles: declaredRoles(settings).map(roleEntry),
      permissions: [...settings.organizationPermissions],
    },
  };
}

/** Every declared role with what is said of it. */
export const declaredRoles = ({
  organizationRoles: roles,
  organizationRoleDetails: details,
}: InstanceSettings): DeclaredRole[] =>
  roles.map((role) => ({ name: '', description: '', permissions: [], ...details[role], key: role }));

/** The schemas by the paths that shortcodes read them at. */
export function schemasByPath({
  metadataSchemas: schemas,
}: Pick<InstanceSettings, 'metadataSchemas'>): MetadataSchemas {
  const object = (text: string) => JSON.parse(text) as JsonObject;
  return {
    ...(schemas.public !== null && { 'user.public_metadata': object(schemas.public) }),
    ...(schemas.unsafe !== null && { 'user.unsafe_metadata': object(schemas.unsafe) }),
  };
}

const parsed = (text: string | null) =>
  text === null ? null : (JSON.parse(text) as Record<string, unknown>);

/** The settings that the two keys ask for; a schema that is left out stays as it is. */
export function declaredTypesSettings(body: DeclaredTypesBody, settings: InstanceSettings) {
  const { metadata_schemas: schemas, organizations } = body;
  const text = (kind: MetadataKind) => {
    const given = schemas?.[kind];
    if (given === undefined) return settings.metadataSchemas[kind];
    return given === null ? null : JSON.stringify(given);
  };
  const given = metadataKinds.some((kind) => schemas?.[kind] !== undefined);
  return {
    metadataSchemas: given
      ? { public: text('public'), unsafe: text('unsafe'), private: text('private') }
      : undefined,
    metadataEnforcement: schemas?.enforcement,
    ...rolesSettings(organizations?.roles),
    organizationPermissions: organizations?.permissions,
  };
}

/** Keys and what is said of them apart; a role that is written by its key alone has nothing said of it. */
function rolesSettings(roles: NonNullable<DeclaredTypesBody['organizations']>['roles']) {
  if (roles === undefined) return {};
  const declared = roles.map((role) => (typeof role === 'string' ? { key: role } : role));
  const details = declared.flatMap(({ key: role, name = '', description = '', permissions = [] }) => {
    const said = { name: name.trim(), description: description.trim(), permissions };
    return said.name || said.description || permissions.length > 0 ? [[role, said] as const] : [];
  });
  return {
    organizationRoles: declared.map(({ key: role }) => role),
    organizationRoleDetails: Object.fromEntries(details),
  };
}
