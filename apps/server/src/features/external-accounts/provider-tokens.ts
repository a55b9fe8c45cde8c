import type { Dependencies } from '../../dependencies.ts';

/** What a provider gave for its own API. */
export interface ProviderTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Null: it does not expire, or the provider does not tell. */
  readonly expiresInSeconds: number | null;
  /** Separated by blanks; null when the provider does not tell. */
  readonly scopes: string | null;
}

/** Tokens as they lie in the database. */
export interface SealedTokens {
  readonly accessTokenSealed: Uint8Array;
  readonly refreshTokenSealed: Uint8Array | null;
  readonly accessTokenExpireAt: Date | null;
}

interface AccountKey {
  readonly instanceId: string;
  readonly id: string;
}

const contextOf = (column: 'access_token' | 'refresh_token', { instanceId, id }: AccountKey): string =>
  `external_accounts/${column}/${instanceId}/${id}`;

/** Tokens of one account, sealed for its row. */
export function sealTokens(
  { encryption, clock }: Pick<Dependencies, 'encryption' | 'clock'>,
  key: AccountKey,
  { accessToken, refreshToken, expiresInSeconds }: ProviderTokens,
): SealedTokens {
  const seal = (column: 'access_token' | 'refresh_token', text: string) =>
    encryption.seal(new TextEncoder().encode(text), contextOf(column, key));
  return {
    accessTokenSealed: seal('access_token', accessToken),
    refreshTokenSealed: refreshToken === null ? null : seal('refresh_token', refreshToken),
    accessTokenExpireAt:
      expiresInSeconds === null ? null : new Date(clock.now().getTime() + expiresInSeconds * 1000),
  };
}

/** The tokens of an account in clear: for a backend that asked, and for their renewal. */
export function openTokens(
  { encryption }: Pick<Dependencies, 'encryption'>,
  key: AccountKey,
  { accessTokenSealed, refreshTokenSealed }: SealedTokens,
): { accessToken: string; refreshToken: string | null } {
  const open = (column: 'access_token' | 'refresh_token', sealed: Uint8Array) =>
    new TextDecoder().decode(encryption.open(sealed, contextOf(column, key)));
  return {
    accessToken: open('access_token', accessTokenSealed),
    refreshToken: refreshTokenSealed && open('refresh_token', refreshTokenSealed),
  };
}
