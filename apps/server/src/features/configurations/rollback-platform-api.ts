import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { closedSignal } from '../../http/closed-signal.ts';
import { expectedVersion } from '../jwt-templates/index.ts';
import { changedResource } from './changed-resource.ts';
import { rollBackTemplate } from './roll-back-template.ts';

const Body = Type.Object({
  version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  message: Type.Optional(Type.Union([Type.String({ maxLength: 400 }), Type.Null()])),
  accept_broken_users: Type.Optional(Type.Integer({ minimum: 0 })),
  keep_tests: Type.Optional(Type.Boolean()),
});
const Switches = Type.Object({ dry_run: Type.Optional(Type.Boolean()) });

/** The session token's template as it was in an earlier version: below `…/instances/:instance_id`. */
export function registerRollbackPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post(
    '/session_token/rollback',
    { schema: { body: Body, querystring: Switches } },
    async (request, reply) => {
      const { instance, operator, actor, body, query } = request;
      const dryRun = query.dry_run ?? false;
      const changed = await rollBackTemplate(dependencies, {
        instance,
        author: { ...actor, name: operator.name },
        version: body.version,
        message: body.message?.trim() || null,
        acceptBrokenUsers: body.accept_broken_users,
        keepTests: body.keep_tests ?? false,
        dryRun,
        expectedConfigVersion: expectedVersion(request),
        signal: closedSignal(reply),
      });
      return changedResource(changed, dryRun);
    },
  );
}
