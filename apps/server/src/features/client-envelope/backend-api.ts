import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { backendSessionResource } from '../sessions/index.ts';
import { getClientForBackend } from './get-client-for-backend.ts';

const Params = Type.Object({ client_id: Type.String() });

/** Browsers, for servers with a secret key (backend-api.md 6.8, 7.3). */
export function registerClientsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/v1/clients/:client_id', { schema: { params: Params } }, async (request) => {
    const { instance, params } = request;
    const found = await getClientForBackend(dependencies, { instance, clientId: params.client_id });
    const now = dependencies.clock.now();
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
  });
}
