import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { listOwnSessions } from './list-own-sessions.ts';
import { requireSession } from './require-session.ts';
import { revokeSession } from './revoke-session.ts';
import { sessionWithActivityResource } from './session-resource.ts';

const Query = Type.Object({ _clerk_session_id: Type.Optional(Type.String()) });
const Params = Type.Object({ session_id: Type.String() });

/** The signed-in user's sessions in all browsers (frontend-api.md 5.9). */
export function registerOwnSessionsFrontendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  // A bare array, as the SDK expects it.
  for (const path of ['/v1/me/sessions', '/v1/me/sessions/active'])
    app.get(path, { schema: { querystring: Query } }, async (request) => {
      const { client, instance, query } = request;
      const { userId } = await requireSession(dependencies, { client, sessionId: query._clerk_session_id });
      const sessions = await listOwnSessions(dependencies, { instanceId: instance.id, userId });
      return sessions.map((session) => sessionWithActivityResource(session, dependencies.clock.now()));
    });

  app.post(
    '/v1/me/sessions/:session_id/revoke',
    { schema: { querystring: Query, params: Params } },
    async (request) => {
      const { client, instance, query, params } = request;
      const { userId } = await requireSession(dependencies, { client, sessionId: query._clerk_session_id });
      const session = await revokeSession(dependencies, {
        instanceId: instance.id,
        sessionId: params.session_id,
        actor: { type: 'user', id: userId },
        ownedByUserId: userId,
      });
      return { response: sessionWithActivityResource(session, dependencies.clock.now()), client: null };
    },
  );
}
