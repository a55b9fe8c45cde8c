import { type Instance, redirectOriginsOf } from '../instance.ts';
import { accountUrls } from './account-urls.ts';

/** What the Account Portal must know before it can start: one static page serves every instance. */
export function portalConfigResource(instance: Instance) {
  const { sign_in_url, sign_up_url, user_profile_url } = accountUrls(instance);
  return {
    object: 'portal_config',
    application_name: instance.settings.applicationName,
    environment_type: instance.environmentType,
    publishable_key: instance.publishableKey,
    frontend_api_url: instance.frontendApiUrl,
    sign_up_mode: instance.settings.signUpMode,
    sign_in_url,
    sign_up_url,
    user_profile_url,
    /** Where the portal may send people back to: origins, patterns and whole URLs. */
    redirect_origins: [...redirectOriginsOf(instance), ...instance.redirectUrls],
  };
}
