import { type BackendApiConnection, callBackendApi } from './call-backend-api.ts';
import type { Instance, SignInToken, TestingToken } from './resources.ts';
import { sessionsApi } from './sessions.ts';
import { usersApi } from './users.ts';

/** The Backend API's resources over one connection. Names as in the published SDK. */
export function createBackendApi(connection: BackendApiConnection) {
  return {
    users: usersApi(connection),
    sessions: sessionsApi(connection),
    clients: {
      /** The Set-Cookie lines that a handshake's nonce stands for. Each nonce works once. */
      getHandshakePayload: ({ nonce }: { nonce: string }): Promise<{ directives: string[] }> =>
        callBackendApi(connection, { method: 'GET', path: '/clients/handshake_payload', query: { nonce } }),
    },
    signInTokens: {
      /** A ticket that signs the user in once; 30 days when no lifetime is given. */
      createSignInToken: (params: { userId: string; expiresInSeconds?: number }): Promise<SignInToken> =>
        callBackendApi(connection, { method: 'POST', path: '/sign_in_tokens', body: params }),
    },
    testingTokens: {
      createTestingToken: (): Promise<TestingToken> =>
        callBackendApi(connection, { method: 'POST', path: '/testing_tokens' }),
    },
    jwks: {
      /** The instance's JWK Set, as it is published. */
      getJwks: (): Promise<{ keys: Record<string, unknown>[] }> =>
        callBackendApi(connection, { method: 'GET', path: '/jwks', raw: true }),
    },
    instance: {
      get: (): Promise<Instance> => callBackendApi(connection, { method: 'GET', path: '/instance' }),
    },
  };
}

export type BackendApi = ReturnType<typeof createBackendApi>;
