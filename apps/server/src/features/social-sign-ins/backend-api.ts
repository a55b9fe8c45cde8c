import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { type ProviderAccessToken, readAccessTokens } from './read-access-tokens.ts';
import { removeExternalAccount } from './remove-account.ts';

const id = Type.String({ maxLength: 64 });
const AccountParams = Type.Object({ user_id: id, external_account_id: id });
const TokenParams = Type.Object({ user_id: id, provider: id });
const Page = Type.Object({
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

/** External accounts, as a backend treats them (backend-api.md 9 A). */
export function registerSocialSignInsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.delete(
    '/v1/users/:user_id/external_accounts/:external_account_id',
    { schema: { params: AccountParams } },
    async ({ instance, actor, params }) => {
      const { user_id: userId, external_account_id: accountId } = params;
      const key = { instanceId: instance.id, userId, id: accountId };
      await removeExternalAccount(dependencies, { ...key, actor });
      return { object: 'external_account' as const, id: accountId, deleted: true as const };
    },
  );

  app.get(
    '/v1/users/:user_id/oauth_access_tokens/:provider',
    { schema: { params: TokenParams, querystring: Page } },
    async ({ instance, params, query }) => {
      const { user_id: userId, provider } = params;
      const tokens = await readAccessTokens(dependencies, { instanceId: instance.id, userId, provider });
      const { paginated = false, limit = 10, offset = 0 } = query;
      const data = tokens.slice(offset, offset + limit).map(accessTokenResource);
      return paginated ? { data, total_count: tokens.length } : data;
    },
  );
}

/** A provider's token on the wire (backend-api.md 6.8). */
function accessTokenResource({ account, token, expireAt }: ProviderAccessToken) {
  return {
    object: 'oauth_access_token' as const,
    external_account_id: account.id,
    provider_user_id: account.providerUserId,
    token,
    expires_at: expireAt?.getTime() ?? null,
    provider: account.provider,
    public_metadata: account.publicMetadata,
    label: account.label,
    scopes: account.approvedScopes.split(' ').filter(Boolean),
  };
}
