import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { activeSessionTokenTemplate, templateVersionResource } from '../jwt-templates/index.ts';
import { type ComparedUser, type ComparedVersion, compareVersions } from './compare-versions.ts';

const MAX_USERS = 10;
const version = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Two = Type.Object({
  from: version,
  to: version,
  user_ids: Type.Optional(Type.String({ maxLength: 1_000 })),
});

/** Versions of the session token's template beside each other: below `…/instances/:instance_id`. */
export function registerTemplateVersionsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/session_token/diff', { schema: { querystring: Two } }, async ({ instance, query }) => {
    const { from, to } = query;
    const userIds = idsOf(query.user_ids);
    const compared = await compareVersions(dependencies, { instance, from, to, userIds });
    const active = await activeSessionTokenTemplate(dependencies.database.queries, instance.id);
    return {
      from: sideResource(compared.before, active?.version),
      to: sideResource(compared.after, active?.version),
      template_diff: compared.textDifference,
      tests_diff: compared.testsDifference,
      claims: compared.claims,
      users: compared.users.map(userResource),
    };
  });
}

/** `user_ids=a,b`. Throws Refusal form_param_value_invalid for more than a page shows. */
function idsOf(text: string | undefined): string[] {
  const ids = [...new Set((text ?? '').split(',').map((id) => id.trim()))].filter(Boolean);
  if (ids.length > MAX_USERS) throw new Refusal('form_param_value_invalid', { param_name: 'user_ids' });
  return ids;
}

function sideResource({ version, errors }: ComparedVersion, activeVersion: number | undefined) {
  return { ...templateVersionResource(version, activeVersion), errors };
}

function userResource({ userId, name, changes, cookieBytes }: ComparedUser) {
  return { user_id: userId, name, changes, cookie_bytes: cookieBytes };
}
