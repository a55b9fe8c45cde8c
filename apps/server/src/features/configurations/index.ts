/** An instance's configuration as one document: read, changed and replaced as Dashboard and CLI do it. */
export { registerDeclaredTypesPlatformApi } from './declared-types-platform-api.ts';
export { registerConfigurationsPlatformApi } from './platform-api.ts';
export { registerRollbackPlatformApi } from './rollback-platform-api.ts';
export { registerConfigFileSchema } from './schema-api.ts';
