import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { getUser, publicUserData, userResource } from '../users/index.ts';
import { listAllOwnSessions, listOwnSessions } from './list-own-sessions.ts';
import { requireSession } from './require-session.ts';
import { revokeSession } from './revoke-session.ts';
import { frontendSessionResource, sessionWithActivityResource } from './session-resource.ts';

const Query = Type.Object({ _clerk_session_id: Type.Optional(Type.String()) });
const Params = Type.Object({ session_id: Type.String() });

/** The signed-in user's sessions in all browsers (frontend-api.md 5.9). */
export function registerOwnSessionsFrontendApi(
  app: ApiInstance,
  { dependencies, respond }: FrontendApiContext,
): void {
  app.get('/v1/me/sessions', { schema: { querystring: Query } }, async (request) => {
    const { client, instance, query } = request;
    const { userId } = await requireSession(dependencies, { client, sessionId: query._clerk_session_id });
    const user = await getUser(dependencies, { instanceId: instance.id, userId });
    const now = dependencies.clock.now();
    const parts = {
      now,
      user: userResource(user, { instance, forFrontend: true, now }),
      publicUserData: publicUserData(user, instance),
      lastActiveToken: null,
    };
    const sessions = await listAllOwnSessions(dependencies, { instanceId: instance.id, userId });
    return sessions.map((session) => frontendSessionResource<unknown, unknown>(session, parts));
  });

  // A bare array, as the SDK expects it.
  app.get('/v1/me/sessions/active', { schema: { querystring: Query } }, async (request) => {
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
      // It may be one of this browser's own.
      return respond.withClient(request, sessionWithActivityResource(session, dependencies.clock.now()));
    },
  );
}
