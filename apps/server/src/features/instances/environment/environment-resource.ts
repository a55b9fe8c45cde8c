import type { Instance, InstanceSettings } from '../instance.ts';
import { accountUrls } from './account-urls.ts';
import { authConfig } from './auth-config.ts';
import { type SocialSettings, userSettings } from './user-settings.ts';

/**
 * The environment: what the browser SDKs and their screens need to know about an instance, each section
 * complete (frontend-api.md 4.1). Organizations, billing and API keys are off.
 */
export function environmentResource(instance: Instance, social: SocialSettings) {
  const { settings } = instance;
  return {
    object: 'environment',
    id: `env_${instance.id}`,
    auth_config: authConfig(instance),
    display_config: displayConfig(instance),
    user_settings: userSettings(settings, social),
    organization_settings: organizationSettings,
    commerce_settings: commerceSettings,
    api_keys_settings: {
      enabled: false,
      user_api_keys_enabled: false,
      orgs_api_keys_enabled: false,
    },
    fraud_settings: { object: 'fraud_settings', native: { device_attestation_mode: 'disabled' } },
    protect_config: {
      object: 'protect_config',
      id: `pc_${instance.id}`,
      loaders: [],
      tokens_invalid_before: null,
    },
    maintenance_mode: false,
    client_debug_mode: false,
    partitioned_cookies: false,
  };
}

const organizationSettings = {
  enabled: false,
  max_allowed_memberships: 5,
  force_organization_selection: false,
  creator_role: 'org:admin',
  actions: { admin_delete: true },
  domains: { enabled: false, enrollment_modes: [], default_role: 'org:member' },
  slug: { disabled: true },
  organization_creation_defaults: { enabled: false },
};

/** The one section whose gaps stop an SDK from starting. */
const commerceSettings = {
  billing: {
    stripe_publishable_key: null,
    free_trial_requires_payment_method: false,
    organization: { enabled: false, has_paid_plans: false },
    user: { enabled: false, has_paid_plans: false },
  },
};

function displayConfig(instance: Instance) {
  const urls = accountUrls(instance);
  return {
    object: 'display_config',
    id: `display_config_${instance.id}`,
    instance_environment_type: instance.environmentType,
    application_name: instance.settings.applicationName,
    theme: {},
    preferred_sign_in_strategy: preferredSignInStrategy(instance.settings),
    ...urls,
    after_sign_in_url: urls.home_url,
    after_sign_up_url: urls.home_url,
    after_sign_out_one_url: urls.sign_in_url,
    after_sign_out_all_url: urls.sign_in_url,
    // Empty: whoever switches to another of their accounts stays on the app's page.
    after_switch_session_url: '',
    after_leave_organization_url: urls.home_url,
    after_create_organization_url: urls.home_url,
    after_join_waitlist_url: urls.home_url,
    logo_image_url: null,
    favicon_image_url: null,
    logo_link_url: urls.home_url,
    logo_url: null,
    favicon_url: null,
    logo_image: null,
    favicon_image: null,
    support_email: instance.settings.supportEmail,
    help_url: null,
    privacy_policy_url: null,
    terms_url: null,
    branded: false,
    clerk_js_version: '6',
    show_devmode_warning: false,
    google_one_tap_client_id: null,
    experimental_force_oauth_first: false,
    captcha_public_key: null,
    captcha_public_key_invisible: null,
    captcha_widget_type: null,
    captcha_provider: 'turnstile',
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  };
}

/** What the operator prefers counts where a password is required (backend-api.md 7.3, `PATCH /instance`). */
function preferredSignInStrategy(settings: InstanceSettings): 'password' | 'otp' {
  if (settings.password === 'off') return 'otp';
  return settings.password === 'required' ? settings.preferredSignInStrategy : 'password';
}
