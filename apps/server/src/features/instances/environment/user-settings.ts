import type { Requirement } from '../authentication/authentication-settings.ts';
import { USER_LOCKOUT } from '../authentication/user-lockout.ts';
import type { InstanceSettings } from '../instance.ts';

/** One row of `user_settings.attributes` (frontend-api.md 4.1.3). */
interface Attribute {
  readonly enabled: boolean;
  readonly required: boolean;
  readonly used_for_first_factor: boolean;
  readonly first_factors: readonly string[];
  readonly used_for_second_factor: boolean;
  readonly second_factors: readonly string[];
  readonly verifications: readonly string[];
  readonly verify_at_sign_up: boolean;
  readonly immutable: boolean;
}

const off: Attribute = {
  enabled: false,
  required: false,
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verifications: [],
  verify_at_sign_up: false,
  immutable: false,
};
const optional: Attribute = { ...off, enabled: true };

const asked = (requirement: Requirement): Attribute => ({
  ...off,
  enabled: requirement !== 'off',
  required: requirement === 'required',
});

/** All eleven: several profile screens read each without asking whether it is there. */
function attributesOf(settings: InstanceSettings) {
  const strategies = settings.emailAddress === 'off' ? [] : [...settings.emailStrategies];
  return {
    email_address: {
      ...asked(settings.emailAddress),
      used_for_first_factor: settings.emailAddress !== 'off',
      first_factors: strategies,
      verifications: strategies,
      verify_at_sign_up: settings.emailAddress !== 'off',
    },
    phone_number: off,
    username: { ...asked(settings.username), used_for_first_factor: settings.username !== 'off' },
    web3_wallet: off,
    first_name: asked(settings.firstName),
    last_name: asked(settings.lastName),
    password: asked(settings.password),
    authenticator_app: settings.authenticatorApp ? secondFactor('totp') : off,
    ticket: optional,
    backup_code: settings.backupCode ? secondFactor('backup_code') : off,
    passkey: off,
  } satisfies Record<string, Attribute>;
}

const secondFactor = (strategy: string): Attribute => ({
  ...optional,
  used_for_second_factor: true,
  second_factors: [strategy],
});

const passwordSettings = {
  disable_hibp: true,
  min_length: 8,
  max_length: 72,
  require_special_char: false,
  require_numbers: false,
  require_uppercase: false,
  require_lowercase: false,
  show_zxcvbn: false,
  min_zxcvbn_strength: 0,
  enforce_hibp_on_sign_in: false,
  allowed_special_characters: '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~',
  disable_password_reverification: false,
} as const;

const disabled = { enabled: false } as const;

/** Who else may prove who somebody is: by strategy (frontend-api.md 4.1.3). */
export type SocialSettings = Readonly<Record<string, object>>;

/** `user_settings`, complete: a section that is present replaces the SDK's whole default. */
export function userSettings(settings: InstanceSettings, social: SocialSettings) {
  return {
    attributes: attributesOf(settings),
    social,
    saml: disabled,
    enterprise_sso: { enabled: false, self_serve_sso: false },
    sign_in: { second_factor: { required: false, enabled: settings.authenticatorApp } },
    sign_up: {
      captcha_enabled: false,
      captcha_widget_type: 'smart', // Of no effect while it is not enabled.
      custom_action_required: false,
      progressive: true,
      mode: settings.signUpMode === 'public' ? 'public' : 'restricted',
      legal_consent_enabled: false,
      allowlist_only: settings.allowlist,
    },
    restrictions: {
      allowlist: { enabled: settings.allowlist },
      blocklist: { enabled: settings.blocklist },
      allowlist_blocklist_disabled_on_sign_in: { enabled: settings.allowlistBlocklistDisabledOnSignIn },
      block_email_subaddresses: { enabled: settings.blockEmailSubaddresses },
      block_disposable_email_domains: disabled,
    },
    password_settings: passwordSettings,
    username_settings: {
      min_length: 4,
      max_length: 64,
      allow_extended_special_characters: false,
      allow_numeric_usernames: false,
    },
    // Who may not delete the own account is said by the user's own `delete_self_enabled`.
    actions: { delete_self: true, create_organization: false, create_organizations_limit: null },
    attack_protection: {
      user_lockout: {
        enabled: true,
        max_attempts: USER_LOCKOUT.maxAttempts,
        duration_in_minutes: USER_LOCKOUT.durationMinutes,
      },
      pii: disabled,
      email_link: { require_same_client: settings.emailLinkSameClient },
      // Sign-in never tells who has an account. This switch means more: the published screens then ask for
      // a sign-in that becomes a sign-up (`sign_up_if_missing`).
      enumeration_protection: { enabled: settings.signUpIfMissing },
    },
    passkey_settings: { allow_autofill: false, show_sign_in_button: false, satisfies_second_factor: false },
  };
}
