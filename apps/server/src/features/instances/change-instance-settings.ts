import { parseOriginPattern } from '@bartleby/api-contract';
import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { checkAuthenticationSettings } from './authentication/check-authentication-settings.ts';
import { checkAuthorizationSettings } from './declared-types/authorization-settings.ts';
import { checkMetadataSchemas } from './declared-types/metadata-schema-settings.ts';
import type { Instance, InstanceSettings } from './instance.ts';
import { updateInstanceSettings } from './instance-store.ts';
import { configConflict } from './raise-instance-version.ts';

export type SettingsChanges = Partial<Omit<InstanceSettings, 'applicationName'>>;

const MAX_ORIGINS = 100;
const MAX_LIFETIME_SECONDS = 10 * 365 * 86_400;

/**
 * Lays changed settings over the stored ones, in the caller's transaction. Returns the new versions.
 * Throws Refusal `form_param_*` for a value that cannot be, `config_conflict` when the configuration is not
 * at `expectedConfigVersion` any more (null: whatever it is).
 */
export async function changeInstanceSettings(
  queries: Queries,
  input: {
    readonly instance: Instance;
    readonly changes: SettingsChanges;
    readonly expectedConfigVersion: number | null;
    readonly actor: Actor;
  },
): Promise<{ version: number; configVersion: number }> {
  const { instance, changes, expectedConfigVersion, actor } = input;
  checkSettings(instance, changes);
  const versions = await updateInstanceSettings(queries, instance.id, changes, expectedConfigVersion);
  if (!versions) throw await configConflict(queries, instance.id);
  const data = { changed: Object.keys(changes), config_version: versions.configVersion };
  await recordEvent(queries, instance.id, { type: 'instance.settings_changed', actor, data });
  return versions;
}

/** Throws Refusal for the first setting that cannot be. */
export function checkSettings(
  instance: Pick<Instance, 'kind' | 'environmentType' | 'settings'>,
  changes: SettingsChanges,
): void {
  checkAuthenticationSettings(instance, changes);
  checkAuthorizationSettings(instance.settings, changes);
  checkMetadataSchemas(changes.metadataSchemas);
  checkOrigins('allowed_origins', instance, changes.allowedOrigins);
  checkOrigins('redirect_origins', instance, changes.redirectOrigins);
  checkSeconds('session_lifetime_seconds', 60, changes.sessionLifetimeSeconds);
  checkSeconds('session_inactivity_seconds', 0, changes.sessionInactivitySeconds);
  checkSupportEmail(changes.supportEmail);
  if (changes.signUpMode === 'public' && instance.kind === 'operators')
    throw refuse('sign_up_mode', 'operators enter by invitation only');
  if (
    changes.testMode === true &&
    (instance.environmentType === 'production' || instance.kind === 'operators')
  )
    throw refuse('test_mode', 'it is for development instances');
}

function checkOrigins(
  name: string,
  instance: Pick<Instance, 'environmentType'>,
  origins: readonly string[] | undefined,
): void {
  if (!origins) return;
  if (origins.length > MAX_ORIGINS)
    throw new Refusal('form_param_array_size_exceeded', { param_name: name, max_size: MAX_ORIGINS });
  for (const origin of origins) {
    const result = parseOriginPattern(origin);
    if (!result.ok)
      throw new Refusal('form_param_format_invalid', {
        param_name: name,
        message: 'is invalid',
        long_message: result.problem,
      });
    const isWild = result.pattern.anySubdomain || result.pattern.port === '*';
    if (isWild && instance.environmentType === 'production')
      throw refuse(name, `"${origin}" is a pattern, and production instances name each origin`);
  }
}

function checkSupportEmail(address: string | null | undefined): void {
  if (address != null && !/^[^\s@<>"]{1,64}@[^\s@<>"]{1,253}$/.test(address))
    throw new Refusal('form_param_format_invalid', { param_name: 'support_email' });
}

function checkSeconds(name: string, least: number, seconds: number | undefined): void {
  if (seconds === undefined) return;
  if (!Number.isSafeInteger(seconds) || seconds < least || seconds > MAX_LIFETIME_SECONDS)
    throw refuse(name, `it is a whole number of seconds from ${least} to ${MAX_LIFETIME_SECONDS}`);
}

const refuse = (name: string, reason: string) =>
  new Refusal('form_conditional_param_disallowed', { param_name: name, reason });
