// Accounts that users have at other providers: what is known of them and how both APIs show them.

export type {
  ExternalAccount,
  ExternalProfile,
} from './external-account.ts';
export { type ExternalAccountVerification, externalAccountResource } from './external-account-resource.ts';
export {
  deleteExternalAccountRow,
  deleteUnverifiedAccounts,
  type ExternalAccountJson,
  externalAccountsOfUser,
  findVerifiedExternalAccount,
  insertExternalAccount,
  toExternalAccount,
  updateExternalAccount,
} from './external-account-store.ts';
export { openTokens, type ProviderTokens, type SealedTokens, sealTokens } from './provider-tokens.ts';
export { deleteSealedTokens, findSealedTokens, updateSealedTokens } from './provider-tokens-store.ts';
