import { type Static, type TSchema, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { createUser } from './create-user.ts';
import { getUser } from './get-user.ts';
import { instantOf } from './text-fields.ts';
import { updateUserMetadata } from './update-user-metadata.ts';
import { countUsers, listUsers, USER_ORDERS, type UserFilter, type UserPage } from './user-list-store.ts';
import { userResource } from './user-resource.ts';

/** SDKs send null for "none". */
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const TextList = Type.Array(Type.String({ maxLength: 320 }), { maxItems: 100 });
const text = Type.Optional(nullable(Type.String()));
const flag = Type.Optional(nullable(Type.Boolean()));
const Metadata = {
  public_metadata: Type.Optional(Type.Unknown()),
  private_metadata: Type.Optional(Type.Unknown()),
  unsafe_metadata: Type.Optional(Type.Unknown()),
};
const NewUser = Type.Object({
  ...Metadata,
  email_address: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
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
  legal_accepted_at: text,
  delete_self_enabled: flag,
  create_organization_enabled: flag,
  create_organizations_limit: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
  banned: flag,
  bypass_client_trust: flag,
  created_at: text,
});
const MetadataUpdate = Type.Object(Metadata);
const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const part = Type.Optional(Type.String({ maxLength: 256 }));
/** The last millisecond of the year 9999: later instants cannot be compared by the database. */
const milliseconds = Type.Optional(Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 }));
const Filter = {
  user_id: Type.Optional(TextList),
  email_address: Type.Optional(TextList),
  username: Type.Optional(TextList),
  external_id: Type.Optional(TextList),
  banned: Type.Optional(Type.Boolean()),
  query: part,
  email_address_query: part,
  username_query: part,
  name_query: part,
  created_at_after: milliseconds,
  created_at_before: milliseconds,
  last_sign_in_at_after: milliseconds,
  last_sign_in_at_before: milliseconds,
  last_active_at_since: milliseconds,
  last_active_at_after: milliseconds,
  last_active_at_before: milliseconds,
};
const Count = Type.Object(Filter);
const List = Type.Object({
  ...Filter,
  // A plus sign reads as a blank in a query.
  order_by: Type.Optional(Type.String({ pattern: `^[-+ ]?(${USER_ORDERS.join('|')})$` })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

function filterOf(query: Static<typeof Count>): UserFilter {
  return {
    ...(query.user_id && { userIds: query.user_id }),
    ...(query.email_address && { emailAddresses: query.email_address }),
    ...(query.username && { usernames: query.username }),
    ...(query.external_id && { externalIds: query.external_id }),
    ...(query.banned !== undefined && { banned: query.banned }),
    ...(query.query && { query: query.query }),
    ...(query.email_address_query && { emailAddressQuery: query.email_address_query }),
    ...(query.username_query && { usernameQuery: query.username_query }),
    ...(query.name_query && { nameQuery: query.name_query }),
    createdBetween: [instant(query.created_at_after), instant(query.created_at_before)],
    lastSignInBetween: [instant(query.last_sign_in_at_after), instant(query.last_sign_in_at_before)],
    lastActiveBetween: [
      instant(query.last_active_at_after ?? query.last_active_at_since),
      instant(query.last_active_at_before),
    ],
  };
}

const instant = (milliseconds: number | undefined): Date | null =>
  milliseconds === undefined ? null : new Date(milliseconds);

/** Newest first unless told; a name without a minus sign ascends. */
function pageOf({ order_by = '-created_at', limit = 10, offset = 0 }: Static<typeof List>): UserPage {
  const orderBy = USER_ORDERS.find((order) => order_by.replace(/^[-+ ]/, '') === order) ?? 'created_at';
  return { orderBy, descending: order_by.startsWith('-'), limit, offset };
}

function inputOf(body: Static<typeof NewUser>): Omit<Parameters<typeof createUser>[1], 'instance' | 'actor'> {
  const legalAcceptedAt = instantOf(body.legal_accepted_at, 'legal_accepted_at');
  const createdAt = instantOf(body.created_at, 'created_at');
  return {
    emailAddresses: body.email_address ?? [],
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
    banned: body.banned ?? false,
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

  app.get('/v1/users', { schema: { querystring: List } }, async ({ query, instance }) => {
    const users = await listUsers(queries, instance.id, filterOf(query), pageOf(query));
    return users.map((user) =>
      userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() }),
    );
  });

  app.get('/v1/users/count', { schema: { querystring: Count } }, async ({ query, instance }) => ({
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
          instanceId: instance.id,
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
