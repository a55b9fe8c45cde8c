import type { Instance } from '../instances/index.ts';
import { authDocument } from './auth-configuration.ts';
import { declaredTypesDocument } from './declared-types.ts';

/** Seconds that every session token lives: the published SDKs' caches and refreshes are built around it. */
export const TOKEN_LIFETIME_SECONDS = 60;

/** The part of a configuration that is the session token's template. */
export interface ConfiguredTemplate {
  /** 0: none was ever saved. */
  readonly version: number;
  readonly source: string;
  /** Template tests as a JSON array. */
  readonly tests: string;
}

/** An instance's configuration as one document, in the published shape: what GET shows and PATCH changes. */
export function configurationDocument(settings: Instance['settings'], template: ConfiguredTemplate) {
  return {
    session: {
      claims: JSON.parse(template.source) as unknown,
      claims_source: template.source,
      version: template.version,
      tests: JSON.parse(template.tests) as unknown[],
      lifetime_seconds: TOKEN_LIFETIME_SECONDS,
      maximum_age_seconds: settings.sessionLifetimeSeconds,
      inactivity_seconds: settings.sessionInactivitySeconds,
    },
    sign_up: { mode: settings.signUpMode },
    auth: authDocument(settings),
    ...declaredTypesDocument(settings),
    allowed_origins: [...settings.allowedOrigins],
    redirect_origins: [...settings.redirectOrigins],
    test_mode: settings.testMode,
  };
}

export type ConfigurationDocument = ReturnType<typeof configurationDocument>;

/** What a full replacement must name. */
export const REQUIRED_KEYS = [
  'session',
  'sign_up',
  'auth',
  'metadata_schemas',
  'organizations',
  'allowed_origins',
  'redirect_origins',
  'test_mode',
] as const;

/** Every key of a configuration. `jwt_templates` came later: a file without it leaves them alone. */
export const CONFIGURATION_KEYS = [...REQUIRED_KEYS, 'jwt_templates'] as const;
