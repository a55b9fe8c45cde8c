import { type BackendApi, createBackendApi } from './backend-api/backend-api.ts';
import { readEnvironment } from './config.ts';
import { backendApiUrl } from './environment/api-address.ts';
import type { AuthenticateRequestOptions } from './request-state/authenticate-options.ts';
import { authenticateRequest } from './request-state/authenticate-request.ts';
import type { RequestState } from './request-state/request-state.ts';
import { keySourceFor } from './tokens/key-sources.ts';

export interface BartlebyClientOptions extends AuthenticateRequestOptions {
  /** Origin of the Backend API, such as `http://localhost:1853`; the origin of an absolute `proxyUrl` when left out. */
  apiUrl?: string | undefined;
  userAgent?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

export interface BartlebyClient extends BackendApi {
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
  const createToken = async (sessionId: string, wanted: { template?: string; expiresInSeconds?: number }) =>
    (await backendApi().sessions.getToken(sessionId, wanted.template, wanted.expiresInSeconds)).jwt;
  const resource = <Name extends keyof BackendApi>(name: Name) => ({
    get: () => backendApi()[name],
    enumerable: true,
  });

  const client = {
    authenticateRequest: async (request: Request, given: AuthenticateRequestOptions = {}) => {
      const effective = { ...settings, ...withoutEmpty(given) };
      if (!effective.secretKey && !effective.jwtKey) throw missingSecretKey();
      const keys = keysOf(effective);
      return authenticateRequest(request, effective, { keys, backendApi, createToken });
    },
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

/** Options first; the environment is read only where keys or address are not given. */
export function withEnvironment(options: BartlebyClientOptions): BartlebyClientOptions {
  return { ...readEnvironment(), ...withoutEmpty(options) };
}

function withoutEmpty<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Options>;
}

const missingSecretKey = () =>
  new Error(
    'The secret key is missing. Set BARTLEBY_SECRET_KEY or pass secretKey. You find it in the Dashboard under API keys.',
  );

function connect(settings: BartlebyClientOptions): BackendApi {
  if (!settings.secretKey) throw missingSecretKey();
  return createBackendApi({
    apiUrl: backendApiUrl(settings),
    secretKey: settings.secretKey,
    userAgent: settings.userAgent ?? '@bartleby/backend',
    fetch: settings.fetch ?? globalThis.fetch,
  });
}

/** The key source of an instance: its PEM, or its JWK Set by secret key. */
export function keysOf(settings: BartlebyClientOptions) {
  if (settings.jwtKey)
    return keySourceFor({ jwtKey: settings.jwtKey, cacheKey: '', fetchJwks: async () => null });
  if (!settings.secretKey) throw missingSecretKey();
  const { secretKey } = settings;
  const apiUrl = backendApiUrl(settings);
  return keySourceFor({
    cacheKey: `${apiUrl} ${secretKey}`,
    fetchJwks: () => connect({ ...settings, apiUrl, secretKey }).jwks.getJwks(),
  });
}
