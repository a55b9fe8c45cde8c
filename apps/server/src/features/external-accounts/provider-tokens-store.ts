import type { Queries } from '../../database/database.ts';
import type { SealedTokens } from './provider-tokens.ts';

/** Replaces an account's tokens; a provider that gave no new refresh token leaves the old one good. */
export async function updateSealedTokens(
  queries: Queries,
  { instanceId, id }: { instanceId: string; id: string },
  { accessTokenSealed, refreshTokenSealed, accessTokenExpireAt }: SealedTokens,
): Promise<void> {
  await queries
    .updateTable('external_accounts')
    .set({
      access_token_sealed: accessTokenSealed,
      access_token_expire_at: accessTokenExpireAt,
      ...(refreshTokenSealed && { refresh_token_sealed: refreshTokenSealed }),
    })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
}

/** The tokens of an account; null when its provider gave none. */
export async function findSealedTokens(
  queries: Queries,
  { instanceId, id }: { instanceId: string; id: string },
): Promise<SealedTokens | null> {
  const row = await queries
    .selectFrom('external_accounts')
    .select(['access_token_sealed', 'refresh_token_sealed', 'access_token_expire_at'])
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.access_token_sealed) return null;
  return {
    accessTokenSealed: row.access_token_sealed,
    refreshTokenSealed: row.refresh_token_sealed,
    accessTokenExpireAt: row.access_token_expire_at,
  };
}

/** Takes an account's tokens away; false when there is no such account of that user. */
export async function deleteSealedTokens(
  queries: Queries,
  { instanceId, userId, id }: { instanceId: string; userId: string; id: string },
): Promise<boolean> {
  const [result] = await queries
    .updateTable('external_accounts')
    .set({ access_token_sealed: null, refresh_token_sealed: null, access_token_expire_at: null })
    .where('instance_id', '=', instanceId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numUpdatedRows ?? 0) > 0;
}
