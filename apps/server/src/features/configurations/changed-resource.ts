import type { ChangedConfiguration } from './change-configuration.ts';

/** What a change of the configuration answers. */
export function changedResource(changed: ChangedConfiguration, dryRun: boolean) {
  const { configVersion, before, after, diagnostics } = changed;
  return { config_version: String(configVersion), dry_run: dryRun, before, after, diagnostics };
}
