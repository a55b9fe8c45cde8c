import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import { boundedFetch, PROVIDER_DEADLINE_SECONDS } from './bounded-fetch.ts';
import type { Provider, ProviderSettings } from './provider.ts';
import {
  authorizationUrlOf,
  exchangeCode,
  isOnThisMachine,
  refreshTokens,
  tokensOf,
} from './provider-client.ts';
import { profileOf, splitName } from './provider-profile.ts';

const GOOGLE_ISSUER = 'https://accounts.google.com';

/** Google: OpenID Connect, with a refresh token by its own parameter. */
export const openGoogle = (settings: ProviderSettings): Promise<Provider> =>
  openOpenIdProvider({ ...settings, issuer: settings.issuer ?? GOOGLE_ISSUER }, { access_type: 'offline' });

/**
 * A provider of OpenID Connect, read from its discovery document. The id token's signature is checked, although
 * it comes straight from the provider.
 */
export async function openOpenIdProvider(
  settings: ProviderSettings,
  extra: Readonly<Record<string, string>> = {},
): Promise<Provider> {
  const configuration = await discover(settings);
  return {
    authorizationUrl: (request) =>
      authorizationUrlOf(configuration, request, { nonce: request.nonce, ...extra }),
    async exchange(response) {
      const answer = await exchangeCode(configuration, response, { expectsIdToken: true });
      const idToken = answer.claims();
      if (!idToken) throw new Error('no id token'); // exchangeCode demands one.
      const claims = await withUserInfo(configuration, answer.access_token, idToken);
      return { profile: profileOfClaims(claims), tokens: tokensOf(answer) };
    },
    refresh: (refreshToken) => refreshTokens(configuration, refreshToken),
  };
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> {
  if (issuer === null) throw new Error('a connection of OpenID Connect has an issuer');
  const server = new URL(issuer);
  return discovery(server, clientId, {}, secretMethod(clientSecret), {
    [customFetch]: boundedFetch,
    timeout: PROVIDER_DEADLINE_SECONDS,
    execute: [enableNonRepudiationChecks, ...(isOnThisMachine(server) ? [allowInsecureRequests] : [])],
  });
}

/** `client_secret_basic` where the provider takes it or says nothing (OpenID Connect Discovery 1.0 section 3). */
function secretMethod(clientSecret: string): ReturnType<typeof ClientSecretBasic> {
  const [basic, post] = [ClientSecretBasic(clientSecret), ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

type Claims = Readonly<Record<string, unknown>>;

/** The id token's claims; what it leaves out of the address comes from the UserInfo endpoint. */
async function withUserInfo(
  configuration: Configuration,
  accessToken: string,
  idToken: Claims & { sub: string },
): Promise<Claims> {
  const hasEndpoint = configuration.serverMetadata().userinfo_endpoint !== undefined;
  if (!hasEndpoint || (idToken.email !== undefined && idToken.given_name !== undefined)) return idToken;
  const userInfo = await fetchUserInfo(configuration, accessToken, idToken.sub);
  // Address and proof belong together: never the address of one and the proof of the other.
  const address = idToken.email === undefined ? userInfo : idToken;
  return {
    ...userInfo,
    ...idToken,
    email: address.email,
    email_verified: address.email_verified,
  };
}

function profileOfClaims(claims: Claims) {
  const parts = splitName(claims.name);
  return profileOf({
    providerUserId: claims.sub,
    emailAddress: claims.email,
    emailAddressVerified: claims.email_verified,
    firstName: claims.given_name ?? parts.firstName,
    lastName: claims.family_name ?? parts.lastName,
    username: claims.preferred_username,
    imageUrl: claims.picture,
  });
}
