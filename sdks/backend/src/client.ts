import type { SignedInAuthObject } from './auth/auth-object.ts';
import type { BackendApi } from './backend-api/backend-api.ts';
import { sessionCallsOf } from './backend-api/session-calls.ts';
import type { BartlebyClientOptions } from './client-options.ts';
import { connect, keysOf, missingSecretKey, withEnvironment, withoutEmpty } from './client-settings.ts';
import type { AuthenticateRequestOptions } from './request-state/authenticate-options.ts';
import { authenticateRequest } from './request-state/authenticate-request.ts';
import type { RequestState } from './request-state/request-state.ts';
import {
  type RefreshedSession,
  type RefreshSessionCookieOptions,
  refreshSessionCookie,
} from './session-cookie/refresh-session-cookie.ts';

export interface BartlebyClient extends BackendApi {
  /**
   * A new session token for who is signed in, with the claims as they are now, and the cookies that hand it to the
   * browser. For after a change of what the claims are made of: the next request already reads the new ones.
   * @param auth of the request that is being answered
   * Rejects with `BartlebyAPIResponseError`, status 404, when the session has ended meanwhile.
   */
  refreshSessionCookie(
    auth: SignedInAuthObject,
    options?: RefreshSessionCookieOptions,
  ): Promise<RefreshedSession>;
  /** Who a request comes from. Options given here win over the client's. */
  authenticateRequest(request: Request, options?: AuthenticateRequestOptions): Promise<RequestState>;
}

/**
 * A client of one instance. What is not given comes from the environment (see README). Makes no call itself;
 * what is missing is told where it is first needed.
 */
export function createBartlebyClient(options: BartlebyClientOptions = {}): BartlebyClient {
  const settings = withEnvironment(options);
  let api: BackendApi | undefined;
  const backendApi = () => {
    api ??= connect(settings);
    return api;
  };
  const calls = sessionCallsOf(backendApi);
  const resource = <Name extends keyof BackendApi>(name: Name) => ({
    get: () => backendApi()[name],
    enumerable: true,
  });

  const client = {
    authenticateRequest: async (request: Request, given: AuthenticateRequestOptions = {}) => {
      const effective = { ...settings, ...withoutEmpty(given) };
      if (!effective.secretKey && !effective.jwtKey) throw missingSecretKey();
      const keys = keysOf(effective);
      return authenticateRequest(request, effective, { keys, backendApi, calls });
    },
    refreshSessionCookie: (auth: SignedInAuthObject, given: RefreshSessionCookieOptions = {}) =>
      refreshSessionCookie(auth, { ...settings, ...withoutEmpty(given) }, { backendApi, calls }),
  };
  return Object.defineProperties(client, {
    users: resource('users'),
    sessions: resource('sessions'),
    clients: resource('clients'),
    signInTokens: resource('signInTokens'),
    testingTokens: resource('testingTokens'),
    jwks: resource('jwks'),
    instance: resource('instance'),
  }) as BartlebyClient;
}
