import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from './instance.ts';
import {
  findDefaultInstanceRow,
  findInstanceRow,
  instanceOfRow,
  listApplicationInstanceRows,
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

/** A product of the operator's, with its environments. */
export interface Application {
  readonly id: string;
  readonly name: string;
  readonly instances: readonly Instance[];
}

/** All applications with their instances, oldest first; without the operators' own. */
export async function listApplications(dependencies: Dependencies): Promise<Application[]> {
  const rows = await listApplicationInstanceRows(dependencies.database.queries, null);
  const instances = rows.map((row) => instanceOfRow(row, dependencies.config.publicUrl));
  const names = new Map(
    instances.map(({ applicationId, settings }) => [applicationId, settings.applicationName]),
  );
  return [...names].map(([id, name]) => ({
    id,
    name,
    instances: instances.filter(({ applicationId }) => applicationId === id),
  }));
}

/**
 * An instance of an application, by its id or its environment (`development`, `production`).
 * Throws Refusal `resource_not_found`, for the operators' own and other applications' too.
 */
export async function getInstanceOfApplication(
  dependencies: Dependencies,
  { applicationId, environmentOrId }: { readonly applicationId: string; readonly environmentOrId: string },
): Promise<Instance> {
  const rows = await listApplicationInstanceRows(dependencies.database.queries, applicationId);
  const row = rows.find(({ id, environment_type }) => [id, environment_type].includes(environmentOrId));
  if (!row) throw new Refusal('resource_not_found');
  return instanceOfRow(row, dependencies.config.publicUrl);
}
