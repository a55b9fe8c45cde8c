import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { backendSessionResource } from '../sessions/index.ts';
import { type ClientForBackend, getClientForBackend } from './get-client-for-backend.ts';
import { listClientsForBackend } from './list-clients-for-backend.ts';
import { verifyClientForBackend } from './verify-client-for-backend.ts';

const Params = Type.Object({ client_id: Type.String() });
const Token = Type.Object({ token: Type.String({ minLength: 1, maxLength: 4_096 }) });
const List = Type.Object({
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

/** Browsers, for servers with a secret key (backend-api.md 6.8, 7.3). */
export function registerClientsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { clock } = dependencies;

  // Published as deprecated: it is there for those who still call it.
  app.get('/v1/clients', { schema: { querystring: List } }, async ({ instance, query }) => {
    const { paginated, limit = 10, offset = 0 } = query;
    const { clients, totalCount } = await listClientsForBackend(dependencies, {
      instance,
      page: { limit, offset },
    });
    const data = clients.map((client) => backendClientResource(client, clock.now()));
    return paginated ? { data, total_count: totalCount } : data;
  });

  app.post('/v1/clients/verify', { schema: { body: Token } }, async ({ instance, body: { token } }) =>
    backendClientResource(await verifyClientForBackend(dependencies, { instance, token }), clock.now()),
  );

  app.get('/v1/clients/:client_id', { schema: { params: Params } }, async ({ instance, params }) => {
    const found = await getClientForBackend(dependencies, { instance, clientId: params.client_id });
    return backendClientResource(found, clock.now());
  });
}

function backendClientResource(found: ClientForBackend, now: Date) {
  return {
    object: 'client' as const,
    id: found.client.id,
    session_ids: found.sessions.map(({ id }) => id),
    sessions: found.sessions.map((session) => backendSessionResource(session, now)),
    sign_in_id: found.signInId,
    sign_up_id: found.signUpId,
    last_active_session_id: found.currentSession?.id ?? null,
    last_authentication_strategy: found.client.lastAuthenticationStrategy,
    created_at: found.client.createdAt.getTime(),
    updated_at: found.client.updatedAt.getTime(),
  };
}
