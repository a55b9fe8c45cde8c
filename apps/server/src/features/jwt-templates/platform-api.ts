import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { getSessionTokenTemplate } from './get-session-token-template.ts';
import { registerNamedTemplatesPlatformApi } from './named/platform-api.ts';
import {
  countSessionTokenTemplates,
  findActiveSessionTokenTemplate,
  listSessionTokenTemplates,
} from './session-token-template-store.ts';
import { templateVersionResource } from './template-version-resource.ts';

const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});
const OneVersion = Type.Object({ version: Type.String({ maxLength: 64 }) });
const NoQuery = Type.Object({});

/** Named templates, and the history of the session token's template: below `…/instances/:instance_id`. */
export function registerJwtTemplatesPlatformApi(app: ApiInstance, context: ApiContext): void {
  const { dependencies } = context;
  const { queries } = dependencies.database;
  registerNamedTemplatesPlatformApi(app, context);

  app.get('/session_token/versions', { schema: { querystring: Page } }, async ({ instance, query }) => {
    const { limit = 10, offset = 0 } = query;
    const active = await findActiveSessionTokenTemplate(queries, instance.id);
    const versions = await listSessionTokenTemplates(queries, instance.id, { limit, offset });
    return {
      data: versions.map((version) => templateVersionResource(version, active?.version)),
      total_count: await countSessionTokenTemplates(queries, instance.id),
    };
  });

  app.get(
    '/session_token/versions/:version',
    { schema: { params: OneVersion, querystring: NoQuery } },
    async ({ instance, params }) => {
      const found = await getSessionTokenTemplate(dependencies, instance, Number(params.version));
      const active = await findActiveSessionTokenTemplate(queries, instance.id);
      return templateVersionResource(found, active?.version);
    },
  );
}
