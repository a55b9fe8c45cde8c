import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { addRestrictedIdentifier, removeRestrictedIdentifier } from './change-restricted-identifiers.ts';
import type { RestrictedIdentifier } from './restricted-identifier.ts';
import { countRestrictedIdentifiers, listRestrictedIdentifiers } from './restricted-identifier-store.ts';

const Params = Type.Object({ identifier_id: Type.String({ maxLength: 64 }) });
const Body = Type.Object({
  identifier: Type.String({ minLength: 1, maxLength: 1_000 }),
  notify: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
});
const List = Type.Object({
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});
/** The blocklist has no pages: one answer holds it. */
const WHOLE = { limit: 10_000, offset: 0 } as const;

/** Allowlist and blocklist, for servers with a secret key (backend-api.md 9, C). */
export function registerRestrictionsListsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;

  app.get('/v1/allowlist_identifiers', { schema: { querystring: List } }, async ({ instance, query }) => {
    const { paginated, limit = 10, offset = 0 } = query;
    const found = await listRestrictedIdentifiers(queries, instance.id, { list: 'allow', limit, offset });
    const data = found.map((one) => identifierResource(one, instance.id));
    return paginated
      ? { data, total_count: await countRestrictedIdentifiers(queries, instance.id, 'allow') }
      : data;
  });

  app.get('/v1/blocklist_identifiers', async ({ instance }) => {
    const found = await listRestrictedIdentifiers(queries, instance.id, { list: 'block', ...WHOLE });
    return { data: found.map((one) => identifierResource(one, instance.id)), total_count: found.length };
  });

  for (const list of ['allow', 'block'] as const) {
    app.post(`/v1/${list}list_identifiers`, { schema: { body: Body } }, async (request) => {
      const { instance, actor, body } = request;
      if (body.notify === true)
        throw new Refusal('form_conditional_param_disallowed', {
          param_name: 'notify',
          reason: 'nobody is written to from a list. Send an invitation (POST /v1/invitations) beside it.',
        });
      const { identifier } = body;
      const about = { instanceId: instance.id, list, identifier, actor };
      return identifierResource(await addRestrictedIdentifier(dependencies, about), instance.id);
    });

    app.delete(
      `/v1/${list}list_identifiers/:identifier_id`,
      { schema: { params: Params } },
      async ({ instance, actor, params: { identifier_id: id } }) => {
        await removeRestrictedIdentifier(dependencies, { instanceId: instance.id, list, id, actor });
        return { object: `${list}list_identifier` as const, id, deleted: true as const };
      },
    );
  }
}

/** backend-api.md 6.8; the published description names its members. */
function identifierResource(one: RestrictedIdentifier, instanceId: string) {
  return {
    object: `${one.list}list_identifier` as const,
    id: one.id,
    identifier: one.identifier,
    identifier_type: one.identifierType,
    instance_id: instanceId,
    created_at: one.createdAt.getTime(),
    updated_at: one.updatedAt.getTime(),
  };
}
