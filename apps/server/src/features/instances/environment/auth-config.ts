import { identifierKinds } from '../authentication/authentication-settings.ts';
import type { Instance } from '../instance.ts';

/** `auth_config`: which identifiers and strategies are on (frontend-api.md 4.1.1). */
export function authConfig(instance: Instance) {
  const { settings } = instance;
  const identifiers = identifierKinds(settings);
  const required = identifiers.filter((kind) => settings[SETTING_OF[kind]] === 'required');
  const emailStrategies = settings.emailAddress === 'off' ? [] : settings.emailStrategies;
  const hasReset = settings.emailAddress !== 'off' && settings.password !== 'off';
  return {
    object: 'auth_config',
    id: `aac_${instance.id}`,
    first_name: settings.firstName,
    last_name: settings.lastName,
    email_address: settings.emailAddress,
    phone_number: 'off',
    username: settings.username,
    password: settings.password,
    identification_requirements: required.map((kind) => [kind]),
    identification_strategies: identifiers,
    first_factors: [
      ...(settings.password === 'off' ? [] : ['password']),
      ...emailStrategies,
      ...(hasReset ? ['reset_password_email_code'] : []),
      'ticket',
    ],
    second_factors: [
      ...(settings.authenticatorApp ? ['totp'] : []),
      ...(settings.backupCode ? ['backup_code'] : []),
    ],
    email_address_verification_strategies: [...emailStrategies],
    single_session_mode: settings.singleSessionMode,
    claimed_at: null,
    reverification: false,
    preferred_channels: {},
    enhanced_email_deliverability: false,
    test_mode: settings.testMode,
    cookieless_dev: false,
    url_based_session_syncing: false,
    native_settings: {
      object: 'native_settings',
      api_enabled: false,
      trusted_device_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_up_enabled: false,
    },
  };
}

const SETTING_OF = { email_address: 'emailAddress', username: 'username' } as const;
