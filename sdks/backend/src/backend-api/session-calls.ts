import type { SessionCalls } from '../auth/auth-object.ts';
import type { BackendApi } from './backend-api.ts';

/** What Auth objects ask of the server. `backendApi` throws where there is no address or key for it. */
export const sessionCallsOf = (backendApi: () => Pick<BackendApi, 'sessions'>): SessionCalls => ({
  createToken: async (sessionId, { template, expiresInSeconds }) =>
    (await backendApi().sessions.getToken(sessionId, template, expiresInSeconds)).jwt,
  readClaims: async (sessionId) => (await backendApi().sessions.getClaims(sessionId)).claims,
});
