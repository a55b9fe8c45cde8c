/** The tenant: an application's environment with its settings, origins and keys. Everything else belongs to one. */
export { createApplication } from './applications/create-application.ts';
export { authenticateInstance } from './authenticate-instance.ts';
export { authenticateSecretKey, bearerOf } from './authenticate-secret-key.ts';
export {
  type AuthenticationSettings,
  type EmailStrategy,
  identifierKinds,
  type Requirement,
} from './authentication/authentication-settings.ts';
export { allowedRedirectUrl, requireRedirectUrl } from './authentication/require-redirect-url.ts';
export { USER_LOCKOUT } from './authentication/user-lockout.ts';
export { registerInstancesBackendApi } from './backend-api.ts';
export { changeInstanceSettings, checkSettings, type SettingsChanges } from './change-instance-settings.ts';
export { slugOfDevelopmentHost } from './choose-instance.ts';
export { createSecretKey } from './create-secret-key.ts';
export {
  type MetadataKind,
  type MetadataSchemas,
  metadataKinds,
} from './declared-types/metadata-schema-settings.ts';
export { accountUrls } from './environment/account-urls.ts';
export {
  type Application,
  findInstance,
  findInstanceBySlug,
  getDefaultInstance,
  getInstance,
  getInstanceOfApplication,
  listApplications,
  listInstances,
} from './find-instance.ts';
export { registerInstancesFrontendApi } from './frontend-api.ts';
export {
  allowedOriginsOf,
  type Instance,
  type InstanceSettings,
  longestAllowedOrigin,
  redirectOriginsOf,
} from './instance.ts';
export { registerInstancesPlatformApi } from './platform-api.ts';
export { type FirstInstances, prepareFirstInstances } from './prepare-first-instances.ts';
export { configConflict, raiseInstanceVersion } from './raise-instance-version.ts';
export { revokeSecretKey } from './revoke-secret-key.ts';
export type { SecretKey } from './secret-key.ts';
export { listSecretKeys } from './secret-key-store.ts';
export { verifySecretKey } from './verify-secret-key.ts';
