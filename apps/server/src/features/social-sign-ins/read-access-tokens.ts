import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import {
  type ExternalAccount,
  findSealedTokens,
  openTokens,
  type SealedTokens,
  sealTokens,
  updateSealedTokens,
} from '../external-accounts/index.ts';
import { renewProviderTokens } from '../oauth-attempts/index.ts';
import { findSocialConnectionByStrategy, isSocialStrategy } from '../social-connections/index.ts';
import { getUser } from '../users/index.ts';

/** A provider's token of one account, for a backend. */
export interface ProviderAccessToken {
  readonly account: ExternalAccount;
  readonly token: string;
  readonly expireAt: Date | null;
}

/** A token that ends so soon is renewed first. */
const MARGIN_MILLISECONDS = 30_000;

/**
 * A user's access tokens at a provider; one that has expired is renewed with its refresh token.
 * @param provider `oauth_google`, or `google` for short
 * @throws Refusal resource_not_found (user), oauth_token_not_found, oauth_token_refresh_error
 */
export async function readAccessTokens(
  dependencies: Dependencies,
  input: { instanceId: string; userId: string; provider: string },
): Promise<ProviderAccessToken[]> {
  const { instanceId, userId } = input;
  const provider = input.provider.startsWith('oauth_') ? input.provider : `oauth_${input.provider}`;
  const { externalAccounts } = await getUser(dependencies, { instanceId, userId });
  const tokens: ProviderAccessToken[] = [];
  for (const account of externalAccounts.filter((one) => one.verified && one.provider === provider)) {
    const sealed = await findSealedTokens(dependencies.database.queries, account);
    if (sealed) tokens.push(await freshToken(dependencies, account, sealed));
  }
  if (tokens.length === 0) throw new Refusal('oauth_token_not_found', { provider });
  return tokens;
}

async function freshToken(
  dependencies: Dependencies,
  account: ExternalAccount,
  sealed: SealedTokens,
): Promise<ProviderAccessToken> {
  const { clock, database } = dependencies;
  const { accessToken, refreshToken } = openTokens(dependencies, account, sealed);
  const { accessTokenExpireAt: expireAt } = sealed;
  const isFresh = expireAt === null || expireAt.getTime() - MARGIN_MILLISECONDS > clock.now().getTime();
  if (isFresh) return { account, token: accessToken, expireAt };
  const { instanceId, provider } = account;
  const connection = isSocialStrategy(provider)
    ? await findSocialConnectionByStrategy(database.queries, instanceId, provider)
    : null;
  const renewed =
    connection && refreshToken ? await renewProviderTokens(dependencies, connection, refreshToken) : null;
  if (!renewed) throw new Refusal('oauth_token_refresh_error', { provider });
  const resealed = sealTokens(dependencies, account, renewed);
  await updateSealedTokens(database.queries, account, resealed);
  return { account, token: renewed.accessToken, expireAt: resealed.accessTokenExpireAt };
}
