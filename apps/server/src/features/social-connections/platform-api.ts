import { type Static, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { addSocialConnection } from './add-social-connection.ts';
import { changeSocialConnection } from './change-social-connection.ts';
import type { ConnectionFields } from './check-connection-fields.ts';
import { deleteSocialConnection } from './delete-social-connection.ts';
import { callbackUrlOf, socialConnectionResource } from './social-connection-resource.ts';
import { findSocialConnection, listSocialConnections } from './social-connection-store.ts';

const text = Type.String({ minLength: 1, maxLength: 2_048 });
const textOrNull = Type.Union([Type.String({ maxLength: 2_048 }), Type.Null()]);
const Changes = Type.Partial(
  Type.Object({
    name: text,
    logo_url: textOrNull,
    issuer: textOrNull,
    api_url: textOrNull,
    client_id: text,
    client_secret: text,
    scopes: Type.Array(text, { maxItems: 50 }),
    enabled: Type.Boolean(),
  }),
);
const NewConnection = Type.Object({
  ...Changes.properties,
  kind: Type.Union([Type.Literal('google'), Type.Literal('github'), Type.Literal('oidc')]),
  key: Type.Optional(text),
  client_id: text,
  client_secret: text,
});
const Params = Type.Object({ connection_id: Type.String({ maxLength: 64 }) });
const NoQuery = Type.Object({});

const fieldsOf = (body: Static<typeof Changes>): ConnectionFields => ({
  name: body.name,
  logoUrl: body.logo_url,
  issuer: body.issuer,
  apiUrl: body.api_url,
  clientId: body.client_id,
  clientSecret: body.client_secret,
  scopes: body.scopes,
  enabled: body.enabled,
});

/** Providers that an instance's users may sign in with: below `…/instances/:instance_id`. */
export function registerSocialConnectionsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;

  app.get('/social_connections', { schema: { querystring: NoQuery } }, async ({ instance }) => {
    const connections = await listSocialConnections(queries, instance.id);
    return {
      data: connections.map((connection) => socialConnectionResource(connection, instance)),
      total_count: connections.length,
      callback_url: callbackUrlOf(instance),
    };
  });

  app.post('/social_connections', { schema: { body: NewConnection } }, async (request) => {
    const { instance, actor, body } = request;
    const { kind, key, client_id: clientId, client_secret: clientSecret } = body;
    const input = { ...fieldsOf(body), kind, key, clientId, clientSecret };
    const made = await addSocialConnection(dependencies, { instanceId: instance.id, actor, input });
    return socialConnectionResource(made, instance);
  });

  const path = '/social_connections/:connection_id';
  app.get(path, { schema: { params: Params, querystring: NoQuery } }, async ({ instance, params }) => {
    const connection = await findSocialConnection(queries, instance.id, params.connection_id);
    if (!connection) throw new Refusal('resource_not_found', { param_name: 'connection_id' });
    return socialConnectionResource(connection, instance);
  });

  app.patch(path, { schema: { params: Params, body: Changes } }, async (request) => {
    const { instance, actor, params, body } = request;
    const input = { instanceId: instance.id, id: params.connection_id, actor, changes: fieldsOf(body) };
    return socialConnectionResource(await changeSocialConnection(dependencies, input), instance);
  });

  app.delete(path, { schema: { params: Params } }, async ({ instance, actor, params }) => {
    const id = params.connection_id;
    await deleteSocialConnection(dependencies, { instanceId: instance.id, id, actor });
    return { object: 'social_connection' as const, id, deleted: true as const };
  });
}
