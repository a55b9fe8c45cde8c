/// <reference path="./oidc-provider.d.ts" />
import Provider from 'oidc-provider';
import { type Listening, listen } from './listen.ts';

/** What the provider says of a person, by the name they sign in with there. */
export type People = Record<string, Readonly<Record<string, unknown>>>;

export interface OpenIdProvider extends Listening {
  readonly clientId: string;
  readonly clientSecret: string;
  /** May be changed at any time. */
  readonly people: People;
}

/**
 * A real OpenID provider with its own pages: a login form that takes any password, a consent form, a link that
 * cancels. It gives refresh tokens, and insists on PKCE.
 */
export async function startOpenIdProvider(input: {
  callbackUrl: string;
  people: People;
}): Promise<OpenIdProvider> {
  const { callbackUrl, people } = input;
  const [clientId, clientSecret] = ['bartleby-client', 'bartleby-client-secret-of-the-tests'];
  const findAccount = (_: unknown, accountId: string) => ({
    accountId,
    claims: async () => ({ sub: accountId, ...people[accountId] }),
  });
  const listening = await listen((issuer) => {
    const answer = new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [callbackUrl],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
      ],
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'given_name', 'family_name', 'picture', 'preferred_username'],
      },
      cookies: { keys: ['only for tests'] },
      findAccount,
      issueRefreshToken: async () => true,
      pkce: { required: () => true },
      ttl: {
        AccessToken: 3_600,
        Grant: 86_400,
        Interaction: 600,
        Session: 86_400,
        IdToken: 3_600,
        RefreshToken: 86_400,
      },
    }).callback();
    return (request, response) => {
      // Its pages would ask for a font elsewhere.
      response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
      void answer(request, response);
    };
  });
  return { ...listening, clientId, clientSecret, people };
}
