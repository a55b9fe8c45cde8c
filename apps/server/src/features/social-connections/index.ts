// Providers that the users of an instance may sign in with: settings and secrets. Nobody is asked anything here.

export { listSocialSettings, type SocialSetting } from './list-social-settings.ts';
export { openClientSecret } from './open-client-secret.ts';
export { registerSocialConnectionsPlatformApi } from './platform-api.ts';
export { isSocialStrategy, type SocialConnection, type SocialStrategy } from './social-connection.ts';
export { callbackUrlOf } from './social-connection-resource.ts';
export { findSocialConnection, findSocialConnectionByStrategy } from './social-connection-store.ts';
