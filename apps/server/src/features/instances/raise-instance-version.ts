import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { findInstanceRow, updateInstanceVersion } from './instance-store.ts';

/**
 * Tells every node that tokens look different from now on (template, keys, lifetime, format). Call it in the
 * transaction of the write itself, first: it holds the instance until the transaction ends. Returns the new
 * versions.
 * @throws Refusal `config_conflict` when the configuration is not at `expectedConfigVersion` any more (null:
 *   whatever it is); Error when there is no such instance
 */
export async function raiseInstanceVersion(
  queries: Queries,
  instanceId: string,
  expectedConfigVersion: number | null = null,
): Promise<{ version: number; configVersion: number }> {
  const versions = await updateInstanceVersion(queries, instanceId, expectedConfigVersion);
  if (versions) return versions;
  throw await configConflict(queries, instanceId);
}

/** What to throw when a conditional write of the configuration met none: it names the version that is there. */
export async function configConflict(queries: Queries, instanceId: string): Promise<Error> {
  const row = await findInstanceRow(queries, instanceId);
  if (!row) return new Error(`there is no instance ${instanceId}`);
  return new Refusal('config_conflict', { current_version: String(row.config_version) });
}
