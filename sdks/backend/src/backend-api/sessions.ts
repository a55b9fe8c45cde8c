import { type BackendApiConnection, callBackendApi, path } from './call-backend-api.ts';
import type { Cookies, PaginatedList, Pagination, Session, Token } from './resources.ts';

export interface SessionListParams extends Pagination {
  /** One of `userId` and `clientId` is needed. */
  userId?: string;
  clientId?: string;
  status?: Session['status'];
}

export interface RefreshSessionParams {
  expiredToken: string;
  refreshToken: string;
  requestOrigin: string;
  requestHeaders?: Record<string, string[]>;
  suffixedCookies?: boolean;
  format?: 'token' | 'cookie';
}

/** Sessions, by secret key. Every method rejects with `BartlebyAPIResponseError`. */
export function sessionsApi(connection: BackendApiConnection) {
  return {
    getSession: (sessionId: string): Promise<Session> =>
      callBackendApi(connection, { method: 'GET', path: path`/sessions/${sessionId}` }),

    getSessionList: (params: SessionListParams): Promise<PaginatedList<Session>> =>
      callBackendApi(connection, { method: 'GET', path: '/sessions', query: { ...params, paginated: true } }),

    /** Development instances only. */
    createSession: (params: { userId: string; activeOrganizationId?: string }): Promise<Session> =>
      callBackendApi(connection, { method: 'POST', path: '/sessions', body: params }),

    revokeSession: (sessionId: string): Promise<Session> =>
      callBackendApi(connection, { method: 'POST', path: path`/sessions/${sessionId}/revoke` }),

    /** The custom claims of an active session's next token, also those that do not fit in the cookie. */
    getClaims: (sessionId: string): Promise<{ claims: Record<string, unknown> }> =>
      callBackendApi(connection, { method: 'GET', path: path`/sessions/${sessionId}/claims`, raw: true }),

    /** A session token, or, with the name of a JWT template, a custom JWT. */
    getToken: (sessionId: string, template?: string, expiresInSeconds?: number): Promise<Token> =>
      callBackendApi(connection, {
        method: 'POST',
        path: template
          ? path`/sessions/${sessionId}/tokens/${template}`
          : path`/sessions/${sessionId}/tokens`,
        body: { expiresInSeconds },
      }),

    /** A session token as the page of this origin gets it (claim `azp`); without one where none is given. */
    renewToken: (sessionId: string, params: { authorizedParty?: string | undefined } = {}): Promise<Token> =>
      callBackendApi(connection, {
        method: 'POST',
        path: path`/sessions/${sessionId}/tokens`,
        body: params,
      }),

    /** A new token for an expired one and its refresh token (backend contract section 2.7). */
    refreshSession: async <Format extends 'token' | 'cookie' = 'token'>(
      sessionId: string,
      params: RefreshSessionParams & { format?: Format },
    ): Promise<Format extends 'cookie' ? Cookies : Token> => {
      const { suffixedCookies, ...body } = params;
      return callBackendApi(connection, {
        method: 'POST',
        path: path`/sessions/${sessionId}/refresh`,
        query: { suffixedCookies: suffixedCookies || undefined },
        body,
      });
    },
  };
}
