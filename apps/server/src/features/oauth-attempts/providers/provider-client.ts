import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client';
import type { ProviderTokens } from '../../external-accounts/index.ts';
import type { AuthorizationRequest, AuthorizationResponse } from './provider.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A provider on this very machine may speak plain http: nothing leaves. */
export const isOnThisMachine = (url: URL): boolean => url.protocol === 'http:' && LOOPBACK.has(url.hostname);

/** Lets a client speak plain http with a provider on this machine, and with no other. */
export function allowPlainHttpHere(configuration: Configuration, issuer: URL): void {
  if (isOnThisMachine(issuer)) allowInsecureRequests(configuration);
}

/** The provider's page: authorization code flow with PKCE S256 (RFC 7636), state and, with OpenID Connect, nonce. */
export async function authorizationUrlOf(
  configuration: Configuration,
  request: AuthorizationRequest,
  extra: Readonly<Record<string, string>> = {},
): Promise<URL> {
  const { callbackUrl, state, pkceVerifier, scopes, prompt, loginHint } = request;
  return buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl,
    scope: scopes.join(' '),
    state,
    code_challenge: await calculatePKCECodeChallenge(pkceVerifier),
    code_challenge_method: 'S256',
    ...(prompt && { prompt }),
    ...(loginHint && { login_hint: loginHint }),
    ...extra,
  });
}

/** Exchanges the code for tokens; state, issuer, PKCE and, where it is expected, nonce are checked. */
export function exchangeCode(
  configuration: Configuration,
  { url, state, pkceVerifier, nonce }: AuthorizationResponse,
  { expectsIdToken }: { expectsIdToken: boolean },
) {
  return authorizationCodeGrant(configuration, url, {
    expectedState: state,
    pkceCodeVerifier: pkceVerifier,
    ...(expectsIdToken && { expectedNonce: nonce, idTokenExpected: true }),
  });
}

/** New tokens for a refresh token; without a new refresh token the old one stays good. */
export async function refreshTokens(
  configuration: Configuration,
  refreshToken: string,
): Promise<ProviderTokens> {
  const tokens = tokensOf(await refreshTokenGrant(configuration, refreshToken));
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}

/** Scopes come separated by blanks, from GitHub by commas; null when the provider says nothing of them. */
export function tokensOf(response: TokenEndpointResponse): ProviderTokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token ?? null,
    expiresInSeconds: response.expires_in ?? null,
    scopes:
      response.scope === undefined
        ? null
        : response.scope
            .split(/[\s,]+/)
            .filter(Boolean)
            .join(' '),
  };
}
