import { type Static, type TSchema, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { createUser } from './create-user.ts';
import { getUser } from './get-user.ts';
import { instantOf } from './text-fields.ts';
import { updateUserMetadata } from './update-user-metadata.ts';
import { CountQuery, filterOf, ListQuery, pageOf } from './user-list-query.ts';
import { countUsers, listUsers } from './user-list-store.ts';
import { userResource } from './user-resource.ts';

/** SDKs send null for "none". */
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const text = Type.Optional(nullable(Type.String()));
const flag = Type.Optional(nullable(Type.Boolean()));
const Metadata = {
  public_metadata: Type.Optional(Type.Unknown()),
  private_metadata: Type.Optional(Type.Unknown()),
  unsafe_metadata: Type.Optional(Type.Unknown()),
};
const Statuses = Type.Optional(
  Type.Array(Type.Union([Type.Literal('verified'), Type.Literal('reserved')]), { maxItems: 100 }),
);
const NewUser = Type.Object({
  ...Metadata,
  email_address: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
  email_address_identification_status: Statuses,
  phone_number: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
  phone_number_identification_status: Statuses,
  // Users have no wallets here: an empty list says so.
  web3_wallet: Type.Optional(Type.Array(Type.String(), { maxItems: 0 })),
  username: text,
  first_name: text,
  last_name: text,
  external_id: text,
  locale: text,
  timezone: text,
  password: text,
  password_digest: text,
  password_hasher: text,
  skip_password_checks: flag,
  skip_password_requirement: flag,
  skip_legal_checks: flag,
  skip_user_requirement: flag,
  totp_secret: text,
  backup_codes: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 100 }))),
  legal_accepted_at: text,
  delete_self_enabled: flag,
  create_organization_enabled: flag,
  create_organizations_limit: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
  banned: flag,
  locked: flag,
  bypass_client_trust: flag,
  created_at: text,
});
const MetadataUpdate = Type.Object(Metadata);
const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
function inputOf(body: Static<typeof NewUser>): Omit<Parameters<typeof createUser>[1], 'instance' | 'actor'> {
  const legalAcceptedAt = instantOf(body.legal_accepted_at, 'legal_accepted_at');
  const createdAt = instantOf(body.created_at, 'created_at');
  return {
    emailAddresses: body.email_address ?? [],
    emailAddressStatuses: body.email_address_identification_status ?? [],
    phoneNumbers: body.phone_number ?? [],
    phoneNumberStatuses: body.phone_number_identification_status ?? [],
    username: body.username ?? null,
    firstName: body.first_name ?? null,
    lastName: body.last_name ?? null,
    externalId: body.external_id ?? null,
    locale: body.locale ?? null,
    timezone: body.timezone ?? null,
    password: body.password ?? null,
    passwordDigest: body.password_digest ?? null,
    passwordHasher: body.password_hasher ?? null,
    skipPasswordChecks: body.skip_password_checks ?? false,
    publicMetadata: body.public_metadata ?? undefined,
    privateMetadata: body.private_metadata ?? undefined,
    unsafeMetadata: body.unsafe_metadata ?? undefined,
    totpSecret: body.totp_secret ?? null,
    backupCodes: body.backup_codes ?? null,
    banned: body.banned ?? false,
    locked: body.locked ?? false,
    bypassClientTrust: body.bypass_client_trust ?? false,
    deleteSelfEnabled: body.delete_self_enabled ?? true,
    createOrganizationEnabled: body.create_organization_enabled ?? true,
    createOrganizationsLimit: body.create_organizations_limit ?? null,
    ...(legalAcceptedAt && { legalAcceptedAt }),
    ...(createdAt && { createdAt }),
  };
}

/** Users, for servers with a secret key (backend-api.md 6.5 to 6.8). What touches sessions too is in `accounts`. */
export function registerUsersBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;

  app.post('/v1/users', { schema: { body: NewUser } }, async ({ body, instance, actor }) => {
    const user = await createUser(dependencies, { ...inputOf(body), instance, actor });
    return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
  });

  app.get('/v1/users', { schema: { querystring: ListQuery } }, async ({ query, instance }) => {
    const users = await listUsers(queries, instance.id, filterOf(query), pageOf(query));
    return users.map((user) =>
      userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() }),
    );
  });

  app.get('/v1/users/count', { schema: { querystring: CountQuery } }, async ({ query, instance }) => ({
    object: 'total_count',
    total_count: await countUsers(queries, instance.id, filterOf(query)),
  }));

  app.get('/v1/users/:user_id', { schema: { params: Params } }, async ({ params, instance }) => {
    const user = await getUser(dependencies, { instanceId: instance.id, userId: params.user_id });
    return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
  });

  for (const [method, mode] of [['PATCH', 'merge'] as const, ['PUT', 'replace'] as const])
    app.route({
      method,
      url: '/v1/users/:user_id/metadata',
      schema: { params: Params, body: MetadataUpdate },
      handler: async ({ params, body, instance, actor }) => {
        const user = await updateUserMetadata(dependencies, {
          instance,
          userId: params.user_id,
          actor,
          mode,
          publicMetadata: body.public_metadata,
          privateMetadata: body.private_metadata,
          unsafeMetadata: body.unsafe_metadata,
        });
        return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
      },
    });
}
