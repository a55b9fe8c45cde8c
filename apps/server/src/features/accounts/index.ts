// An account as a whole, a user together with its sessions: what its owner and a backend may do with it.

export { type AccountHolder, authenticateAccount, SessionQuery } from './authenticate-account.ts';
export { registerAvatarsFrontendApi } from './avatars-frontend-api.ts';
export { registerAccountsBackendApi } from './backend-api.ts';
export { setUserBanned } from './ban-user.ts';
export { deleteAccount } from './delete-account.ts';
export { registerEmailAddressesBackendApi } from './email-addresses/backend-api.ts';
export { registerEmailAddressesFrontendApi } from './email-addresses/frontend-api.ts';
export { proveEmailAddressByLink } from './email-addresses/verify-email-address.ts';
export { registerAccountsFrontendApi } from './frontend-api.ts';
export { hasOwnWayIn } from './own-way-in.ts';
export { registerPasskeysAndWalletsBackendApi } from './passkeys-and-wallets-backend-api.ts';
export { registerPasswordsBackendApi } from './passwords/backend-api.ts';
export { verifyPassword } from './passwords/verify-password.ts';
export { registerPhoneNumbersBackendApi } from './phone-numbers/backend-api.ts';
export { registerAccountsPlatformApi } from './platform-api.ts';
export { updateAccount } from './update-account.ts';
