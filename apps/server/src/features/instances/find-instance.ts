import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from './instance.ts';
import {
  findDefaultInstanceRow,
  findInstanceRow,
  instanceOfRow,
  listInstanceRows,
  listInstanceRowsNamed,
} from './instance-store.ts';
import { rememberInstance } from './known-instances.ts';

/** The instance as the database has it now, or null. */
export async function findInstance(dependencies: Dependencies, instanceId: string): Promise<Instance | null> {
  const row = await findInstanceRow(dependencies.database.queries, instanceId);
  if (!row) return null;
  const instance = instanceOfRow(row, dependencies.config.publicUrl);
  return rememberInstance(dependencies, instance.slug, instance);
}

/** The instance as the database has it now. Throws Refusal `resource_not_found`. */
export async function getInstance(dependencies: Dependencies, instanceId: string): Promise<Instance> {
  const instance = await findInstance(dependencies, instanceId);
  if (!instance) throw new Refusal('resource_not_found');
  return instance;
}

/** The default application instance. Throws Refusal `resource_not_found` on an empty database. */
export async function getDefaultInstance(dependencies: Dependencies): Promise<Instance> {
  const row = await findDefaultInstanceRow(dependencies.database.queries);
  if (!row) throw new Refusal('resource_not_found');
  return rememberInstance(dependencies, '', instanceOfRow(row, dependencies.config.publicUrl));
}

/** The instance with this slug, or null. */
export async function findInstanceBySlug(dependencies: Dependencies, slug: string): Promise<Instance | null> {
  const rows = await listInstanceRowsNamed(dependencies.database.queries, { slugs: [slug], host: null });
  const row = rows.find((candidate) => candidate.slug === slug);
  if (!row) return null;
  return rememberInstance(dependencies, slug, instanceOfRow(row, dependencies.config.publicUrl));
}

/** All instances of this server, oldest first. */
export async function listInstances(dependencies: Dependencies): Promise<Instance[]> {
  const rows = await listInstanceRows(dependencies.database.queries);
  return rows.map((row) => instanceOfRow(row, dependencies.config.publicUrl));
}
