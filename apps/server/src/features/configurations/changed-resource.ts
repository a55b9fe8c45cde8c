import { violatingUsersResource } from '../forecasts/index.ts';
import type { ChangedConfiguration } from './change-configuration.ts';

/** What a change of the configuration answers. */
export function changedResource(changed: ChangedConfiguration, dryRun: boolean) {
  const { configVersion, before, after, diagnostics, violatingUsers } = changed;
  return {
    config_version: String(configVersion),
    dry_run: dryRun,
    before,
    after,
    diagnostics,
    ...(violatingUsers && { metadata_violations: violatingUsersResource(violatingUsers) }),
  };
}
