import type { Instance } from '../instance.ts';

/** The instance's pages in the Account Portal: where SDKs send people when the app names no page of its own. */
export function accountUrls(instance: Instance) {
  const account = `${instance.frontendApiUrl}/account`;
  return {
    sign_in_url: `${account}/sign-in`,
    sign_up_url: `${account}/sign-up`,
    user_profile_url: `${account}/user`,
    home_url: `${account}/user`,
    waitlist_url: `${account}/sign-up`,
    organization_profile_url: `${account}/user`,
    create_organization_url: `${account}/user`,
    oauth_consent_url: `${account}/user`,
  };
}
