import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import type { SessionTokenTemplate } from './session-token-template.ts';
import {
  countSessionTokenTemplates,
  findActiveSessionTokenTemplate,
  listSessionTokenTemplates,
} from './session-token-template-store.ts';

const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

/** The history of the session token's template: below `…/instances/:instance_id`. */
export function registerJwtTemplatesPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;

  app.get('/session_token/versions', { schema: { querystring: Page } }, async ({ instance, query }) => {
    const { limit = 10, offset = 0 } = query;
    const active = await findActiveSessionTokenTemplate(queries, instance.id);
    const versions = await listSessionTokenTemplates(queries, instance.id, { limit, offset });
    return {
      data: versions.map((version) => versionResource(version, active?.version)),
      total_count: await countSessionTokenTemplates(queries, instance.id),
    };
  });
}

function versionResource(template: SessionTokenTemplate, activeVersion: number | undefined) {
  const { version, source, author, message, acceptedBrokenUsers, createdAt } = template;
  return {
    version,
    source,
    author: author.id === null ? null : { id: author.id, name: author.name ?? null },
    message,
    /** Null: every user's token fitted when it was saved. */
    accepted_broken_users: acceptedBrokenUsers,
    created_at: createdAt.getTime(),
    active: version === activeVersion,
  };
}
