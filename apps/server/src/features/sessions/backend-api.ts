import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { createSession } from './create-session.ts';
import { findSessions, getSession } from './list-sessions.ts';
import { revokeSession } from './revoke-session.ts';
import { backendSessionResource } from './session-resource.ts';

const Params = Type.Object({ session_id: Type.String() });
const STATUSES = [
  'active',
  'pending',
  'revoked',
  'ended',
  'expired',
  'removed',
  'abandoned',
  'replaced',
] as const;
const Query = Type.Object({
  client_id: Type.Optional(Type.String()),
  user_id: Type.Optional(Type.String()),
  status: Type.Optional(Type.Union(STATUSES.map((status) => Type.Literal(status)))),
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
});
const NewSession = Type.Object({
  user_id: Type.String(),
  active_organization_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

/** Sessions, for servers with a secret key (backend-api.md 7.2). */
export function registerSessionsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { clock } = dependencies;

  app.get('/v1/sessions', { schema: { querystring: Query } }, async (request) => {
    const { client_id: clientId, user_id: userId, status, paginated, limit, offset } = request.query;
    if (clientId === undefined && userId === undefined)
      throw new Refusal('missing_query_parameter', { param_name: 'client_id or user_id' });
    // No session of ours is ever pending or abandoned: such a filter matches none.
    const stored = status === 'pending' || status === 'abandoned' ? null : status;
    const { sessions, totalCount } =
      stored === null
        ? { sessions: [], totalCount: 0 }
        : await findSessions(dependencies, {
            instanceId: request.instance.id,
            filter: { clientId, userId, status: stored },
            page: { limit: limit ?? 10, offset: offset ?? 0 },
          });
    const data = sessions.map((session) => backendSessionResource(session, clock.now()));
    return paginated ? { data, total_count: totalCount } : data;
  });

  app.post('/v1/sessions', { schema: { body: NewSession } }, async (request) => {
    const { user_id: userId, active_organization_id: organizationId = null } = request.body;
    const { instance } = request;
    const actor = { type: 'secret_key', id: null } as const;
    const session = await createSession(dependencies, { instance, userId, organizationId, actor });
    return backendSessionResource(session, clock.now());
  });

  app.get('/v1/sessions/:session_id', { schema: { params: Params } }, async (request) => {
    const session = await getSession(dependencies, {
      instanceId: request.instance.id,
      sessionId: request.params.session_id,
    });
    return backendSessionResource(session, clock.now());
  });

  app.post('/v1/sessions/:session_id/revoke', { schema: { params: Params } }, async (request) => {
    const session = await revokeSession(dependencies, {
      instanceId: request.instance.id,
      sessionId: request.params.session_id,
      actor: { type: 'secret_key', id: null },
    });
    return backendSessionResource(session, clock.now());
  });
}
