import { type Static, type TSchema, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import type { Instance } from '../instances/index.ts';
import { backendSessionResource, findSessions } from '../sessions/index.ts';
import {
  countUsers,
  createUser,
  getUser,
  listUsers,
  USER_ORDERS,
  type User,
  type UserPage,
  updateUser,
  updateUserMetadata,
  userResource,
} from '../users/index.ts';
import { deleteAccount } from './delete-account.ts';

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const text = Type.Optional(nullable(Type.String()));
const names = { username: text, first_name: text, last_name: text, external_id: text };
const metadata = {
  public_metadata: Type.Optional(Type.Unknown()),
  private_metadata: Type.Optional(Type.Unknown()),
  unsafe_metadata: Type.Optional(Type.Unknown()),
};
const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
};
const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const List = Type.Object({
  ...page,
  query: Type.Optional(Type.String({ maxLength: 256 })),
  // A plus sign reads as a blank in a query.
  order_by: Type.Optional(Type.String({ pattern: `^[-+ ]?(${USER_ORDERS.join('|')})$` })),
});
const NewUser = Type.Object({
  ...names,
  ...metadata,
  email_address: Type.Optional(nullable(Type.String({ maxLength: 320 }))),
  password: text,
});
const Update = Type.Object(names);
const Metadata = Type.Object(metadata);
const Page = Type.Object(page);
const NoQuery = Type.Object({});

/** Users, for operators: below `…/instances/:instance_id`. Private metadata is in one user's answer, in no list. */
export function registerAccountsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { database, clock } = dependencies;

  app.get('/users', { schema: { querystring: List } }, async ({ instance, query }) => {
    const filter = query.query ? { query: query.query } : {};
    const users = await listUsers(database.queries, instance.id, filter, pageOf(query));
    return {
      data: users.map((user) => userResource(user, { instance, forFrontend: true, now: clock.now() })),
      total_count: await countUsers(database.queries, instance.id, filter),
    };
  });

  app.post('/users', { schema: { body: NewUser } }, async ({ instance, actor, body }) => {
    const addresses = body.email_address ? [body.email_address] : [];
    const input = { ...namesOf(body), emailAddresses: addresses, password: body.password ?? null };
    return detail(
      await createUser(dependencies, { ...input, ...metadataOf(body), instance, actor }),
      instance,
      clock.now(),
    );
  });

  app.get(
    '/users/:user_id',
    { schema: { params: Params, querystring: NoQuery } },
    async ({ instance, params }) =>
      detail(
        await getUser(dependencies, { instanceId: instance.id, userId: params.user_id }),
        instance,
        clock.now(),
      ),
  );

  app.patch('/users/:user_id', { schema: { params: Params, body: Update } }, async (request) => {
    const { instance, actor, params, body } = request;
    const input = { instance, actor, userId: params.user_id, update: namesOf(body) };
    return detail(await updateUser(dependencies, input), instance, clock.now());
  });

  for (const [method, mode] of [['PATCH', 'merge'] as const, ['PUT', 'replace'] as const])
    app.route({
      method,
      url: '/users/:user_id/metadata',
      schema: { params: Params, body: Metadata },
      handler: async ({ instance, actor, params, body }) => {
        const input = { instance, userId: params.user_id, actor, mode, ...metadataOf(body) };
        return detail(await updateUserMetadata(dependencies, input), instance, clock.now());
      },
    });

  app.delete('/users/:user_id', { schema: { params: Params } }, async ({ instance, actor, params }) => {
    await deleteAccount(dependencies, { instanceId: instance.id, userId: params.user_id, actor });
    return { object: 'user', id: params.user_id, deleted: true };
  });

  app.get(
    '/users/:user_id/sessions',
    { schema: { params: Params, querystring: Page } },
    async ({ instance, params, query }) => {
      const { id: userId } = await getUser(dependencies, { instanceId: instance.id, userId: params.user_id });
      const { limit = 10, offset = 0 } = query;
      const input = { instanceId: instance.id, filter: { userId }, page: { limit, offset } };
      const { sessions, totalCount } = await findSessions(dependencies, input);
      const data = sessions.map((session) => backendSessionResource(session, clock.now()));
      return { data, total_count: totalCount };
    },
  );
}

/** The one answer with private metadata in it. */
const detail = (user: User, instance: Instance, now: Date) =>
  userResource(user, { instance, forFrontend: false, now });

/** Newest first unless told; a name without a minus sign ascends. */
function pageOf({ order_by = '-created_at', limit = 10, offset = 0 }: Static<typeof List>): UserPage {
  const orderBy = USER_ORDERS.find((order) => order_by.replace(/^[-+ ]/, '') === order) ?? 'created_at';
  return { orderBy, descending: order_by.startsWith('-'), limit, offset };
}

/** Only what was sent. */
function namesOf(body: Static<typeof Update>) {
  return {
    ...(body.username !== undefined && { username: body.username }),
    ...(body.first_name !== undefined && { firstName: body.first_name }),
    ...(body.last_name !== undefined && { lastName: body.last_name }),
    ...(body.external_id !== undefined && { externalId: body.external_id }),
  };
}

function metadataOf(body: Static<typeof Metadata>) {
  return {
    publicMetadata: body.public_metadata,
    privateMetadata: body.private_metadata,
    unsafeMetadata: body.unsafe_metadata,
  };
}
