import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { createRedirectUrl, getRedirectUrl, removeRedirectUrl } from './change-redirect-urls.ts';
import type { RedirectUrl } from './redirect-url.ts';
import { countRedirectUrls, listRedirectUrls } from './redirect-url-store.ts';

const Params = Type.Object({ redirect_url_id: Type.String({ maxLength: 64 }) });
const Body = Type.Object({ url: Type.String({ minLength: 1, maxLength: 10_000 }) });
const List = Type.Object({
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

/** Redirect URLs, for servers with a secret key (backend-api.md 7.3). */
export function registerRedirectUrlsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;

  app.get('/v1/redirect_urls', { schema: { querystring: List } }, async ({ instance, query }) => {
    const { paginated, limit = 10, offset = 0 } = query;
    const data = (await listRedirectUrls(queries, instance.id, { limit, offset })).map(redirectUrlResource);
    return paginated ? { data, total_count: await countRedirectUrls(queries, instance.id) } : data;
  });

  app.post('/v1/redirect_urls', { schema: { body: Body } }, async ({ instance, actor, body: { url } }) =>
    redirectUrlResource(await createRedirectUrl(dependencies, { instance, url, actor })),
  );

  app.get(
    '/v1/redirect_urls/:redirect_url_id',
    { schema: { params: Params } },
    async ({ instance, params }) =>
      redirectUrlResource(
        await getRedirectUrl(dependencies, { instanceId: instance.id, id: params.redirect_url_id }),
      ),
  );

  app.delete(
    '/v1/redirect_urls/:redirect_url_id',
    { schema: { params: Params } },
    async ({ instance, actor, params: { redirect_url_id: id } }) => {
      await removeRedirectUrl(dependencies, { instanceId: instance.id, id, actor });
      return { object: 'redirect_url' as const, id, deleted: true as const };
    },
  );
}

/** backend-api.md 6.8. */
function redirectUrlResource({ id, url, createdAt, updatedAt }: RedirectUrl) {
  return {
    object: 'redirect_url' as const,
    id,
    url,
    created_at: createdAt.getTime(),
    updated_at: updatedAt.getTime(),
  };
}
