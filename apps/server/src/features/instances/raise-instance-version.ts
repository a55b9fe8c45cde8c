import type { Queries } from '../../database/database.ts';
import { updateInstanceVersion } from './instance-store.ts';

/**
 * Tells every node that tokens look different from now on (template, keys, lifetime, format). Call it in the
 * transaction of the write itself. Returns the new versions; throws when there is no such instance.
 */
export async function raiseInstanceVersion(
  queries: Queries,
  instanceId: string,
): Promise<{ version: number; configVersion: number }> {
  const versions = await updateInstanceVersion(queries, instanceId);
  if (!versions) throw new Error(`there is no instance ${instanceId}`);
  return versions;
}
