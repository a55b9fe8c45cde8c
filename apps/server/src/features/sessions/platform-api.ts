import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { revokeSession } from './revoke-session.ts';
import { backendSessionResource } from './session-resource.ts';

const Params = Type.Object({ session_id: Type.String({ maxLength: 64 }) });

/** Sessions, for operators: below `…/instances/:instance_id`. A user's list is with the user, in `accounts`. */
export function registerSessionsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post('/sessions/:session_id/revoke', { schema: { params: Params } }, async (request) => {
    const { instance, actor, params } = request;
    const input = { instanceId: instance.id, sessionId: params.session_id, actor };
    return backendSessionResource(await revokeSession(dependencies, input), dependencies.clock.now());
  });
}
