import { ClientSecretPost, Configuration, customFetch, fetchProtectedResource } from 'openid-client';
import { boundedFetch, PROVIDER_DEADLINE_SECONDS } from './bounded-fetch.ts';
import type { Provider, ProviderSettings } from './provider.ts';
import {
  allowPlainHttpHere,
  authorizationUrlOf,
  exchangeCode,
  refreshTokens,
  tokensOf,
} from './provider-client.ts';
import { profileOf, splitName, UnusableProfile } from './provider-profile.ts';

const GITHUB = { site: 'https://github.com', api: 'https://api.github.com' };

/** GitHub: OAuth 2 without id token; who it is comes from its API. */
export async function openGithub(settings: ProviderSettings): Promise<Provider> {
  const site = settings.issuer ?? GITHUB.site;
  const api = settings.apiUrl ?? (settings.issuer === null ? GITHUB.api : `${site}/api/v3`);
  const configuration = new Configuration(
    {
      issuer: site,
      authorization_endpoint: `${site}/login/oauth/authorize`,
      token_endpoint: `${site}/login/oauth/access_token`,
    },
    settings.clientId,
    {},
    ClientSecretPost(settings.clientSecret),
  );
  configuration[customFetch] = boundedFetch;
  configuration.timeout = PROVIDER_DEADLINE_SECONDS;
  allowPlainHttpHere(configuration, new URL(site));
  const read = (accessToken: string, path: string) =>
    readApi(configuration, accessToken, new URL(api + path));
  return {
    authorizationUrl: (request) => authorizationUrlOf(configuration, request),
    async exchange(response) {
      const answer = await exchangeCode(configuration, response, { expectsIdToken: false });
      const user = await read(answer.access_token, '/user');
      const emails = await read(answer.access_token, '/user/emails');
      return { profile: profileOfUser(user, emails), tokens: tokensOf(answer) };
    },
    refresh: (refreshToken) => refreshTokens(configuration, refreshToken),
  };
}

async function readApi(configuration: Configuration, accessToken: string, url: URL): Promise<unknown> {
  const headers = new Headers({
    accept: 'application/vnd.github+json',
    'user-agent': 'bartleby',
    'x-github-api-version': '2022-11-28',
  });
  const response = await fetchProtectedResource(configuration, accessToken, url, 'GET', null, headers);
  if (!response.ok) throw new UnusableProfile(`${url.pathname} answered ${response.status}`);
  return response.json();
}

/** `/user/emails` alone says which address is proved; the public one of the profile says nothing of it. */
function profileOfUser(user: unknown, emails: unknown) {
  const { id, login, name, avatar_url } = (user ?? {}) as Record<string, unknown>;
  const listed = (Array.isArray(emails) ? emails : []) as Record<string, unknown>[];
  const primary = listed.find((entry) => entry?.primary === true);
  return profileOf({
    providerUserId: Number.isSafeInteger(id) ? String(id) : null,
    emailAddress: primary?.email,
    emailAddressVerified: primary?.verified,
    ...splitName(name),
    username: login,
    imageUrl: avatar_url,
  });
}
