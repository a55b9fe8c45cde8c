import { createHash } from 'node:crypto';
import { cookieSuffixOfDigest, type EnvironmentType } from '@bartleby/api-contract';
import { type ColumnType, type Generated, type SelectQueryBuilder, sql } from 'kysely';
import type { Queries, Tables } from '../../database/database.ts';
import {
  defaultSettings,
  derivedNames,
  type Instance,
  type InstanceSettings,
  keyHostOf,
} from './instance.ts';

type StoredSettings = Partial<Omit<InstanceSettings, 'applicationName'>>;

export interface ApplicationsTable {
  id: string;
  name: string;
  created_at: Generated<Date>;
}

export interface InstancesTable {
  id: string;
  application_id: string;
  slug: string;
  kind: Instance['kind'];
  environment_type: EnvironmentType;
  frontend_api_host: string | null;
  is_default: boolean;
  version: Generated<number>;
  config_version: Generated<number>;
  settings: ColumnType<StoredSettings, string, string>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

declare module '../../database/database.ts' {
  interface Tables {
    applications: ApplicationsTable;
    instances: InstancesTable;
  }
}

/** What every statement that ends in an Instance selects; `publicUrl` then makes the entity. */
export const instanceColumns = [
  'instances.id as id',
  'instances.application_id as application_id',
  'instances.slug as slug',
  'instances.kind as kind',
  'instances.environment_type as environment_type',
  'instances.frontend_api_host as frontend_api_host',
  'instances.version as version',
  'instances.config_version as config_version',
  'instances.settings as settings',
  'instances.created_at as created_at',
  'applications.name as application_name',
  sql<string[]>`coalesce((select jsonb_agg(r.url order by r.created_at, r.id) from redirect_urls r
    where r.instance_id = instances.id), '[]'::jsonb)`.as('redirect_urls'),
] as const;

export interface InstanceRow {
  id: string;
  application_id: string;
  slug: string;
  kind: Instance['kind'];
  environment_type: EnvironmentType;
  frontend_api_host: string | null;
  version: number;
  config_version: number;
  settings: StoredSettings;
  created_at: Date;
  application_name: string;
  redirect_urls: string[];
}

/** A row and the server's public URL make an Instance. */
export function instanceOfRow(row: InstanceRow, publicUrl: string): Instance {
  const names = { slug: row.slug, kind: row.kind, environmentType: row.environment_type };
  const keyHost = keyHostOf({ ...names, frontendApiHost: row.frontend_api_host }, publicUrl);
  return {
    id: row.id,
    applicationId: row.application_id,
    slug: row.slug,
    kind: row.kind,
    environmentType: row.environment_type,
    ...derivedNames({ ...names, keyHost }, publicUrl, sha1Suffix),
    version: row.version,
    configVersion: row.config_version,
    settings: { ...defaultSettings(row.application_name, row.environment_type), ...row.settings },
    redirectUrls: row.redirect_urls,
    createdAt: row.created_at,
  };
}

const sha1Suffix = (key: string): string => cookieSuffixOfDigest(createHash('sha1').update(key).digest());

const withApplication = (queries: Queries) =>
  queries
    .selectFrom('instances')
    .innerJoin('applications', 'applications.id', 'instances.application_id')
    .select(instanceColumns) satisfies SelectQueryBuilder<Tables, 'instances' | 'applications', InstanceRow>;

/** One instance by id. */
export async function findInstanceRow(queries: Queries, instanceId: string): Promise<InstanceRow | null> {
  return (await withApplication(queries).where('instances.id', '=', instanceId).executeTakeFirst()) ?? null;
}

/** Every instance that one of the signals of a request names: path slug, slug or host of the Host header. */
export async function listInstanceRowsNamed(
  queries: Queries,
  names: { readonly slugs: readonly string[]; readonly host: string | null },
): Promise<InstanceRow[]> {
  return withApplication(queries)
    .where((row) =>
      row.or([
        row('instances.slug', 'in', names.slugs.length > 0 ? [...names.slugs] : ['']),
        row('instances.frontend_api_host', '=', names.host ?? ''),
      ]),
    )
    .limit(10)
    .execute();
}

/** The default application instance. */
export async function findDefaultInstanceRow(queries: Queries): Promise<InstanceRow | null> {
  return (await withApplication(queries).where('instances.is_default', '=', true).executeTakeFirst()) ?? null;
}

/** All instances, oldest first. */
export async function listInstanceRows(queries: Queries): Promise<InstanceRow[]> {
  return withApplication(queries).orderBy('instances.id').limit(1_000).execute();
}

/** Instances of applications, not the operators' own: of one application, or (null) of all; oldest first. */
export async function listApplicationInstanceRows(
  queries: Queries,
  applicationId: string | null,
): Promise<InstanceRow[]> {
  return withApplication(queries)
    .where('instances.kind', '=', 'application')
    .$if(applicationId !== null, (query) => query.where('instances.application_id', '=', applicationId ?? ''))
    .orderBy('instances.id')
    .limit(1_000)
    .execute();
}

/** A new application. */
export async function insertApplication(
  queries: Queries,
  application: { readonly id: string; readonly name: string; readonly createdAt: Date },
): Promise<void> {
  const { id, name, createdAt } = application;
  await queries.insertInto('applications').values({ id, name, created_at: createdAt }).execute();
}

/** Takes back an application that turned out to have no instance. */
export async function deleteApplication(queries: Queries, applicationId: string): Promise<void> {
  await queries.deleteFrom('applications').where('id', '=', applicationId).execute();
}

export interface NewInstance {
  readonly id: string;
  readonly applicationId: string;
  readonly slug: string;
  readonly kind: Instance['kind'];
  readonly environmentType: EnvironmentType;
  readonly isDefault: boolean;
  /** Production only: the host its keys name; left out, the public URL's. */
  readonly frontendApiHost?: string | null;
  readonly settings: StoredSettings;
  readonly createdAt: Date;
}

/** A new instance; false when another one has its slug, or is the default already. */
export async function insertInstance(queries: Queries, instance: NewInstance): Promise<boolean> {
  const result = await queries
    .insertInto('instances')
    .values({
      id: instance.id,
      application_id: instance.applicationId,
      slug: instance.slug,
      kind: instance.kind,
      environment_type: instance.environmentType,
      frontend_api_host: instance.frontendApiHost ?? null,
      is_default: instance.isDefault,
      settings: JSON.stringify(instance.settings),
      created_at: instance.createdAt,
      updated_at: instance.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/**
 * Raises the version that tokens depend on, and with it the configuration's; the new ones come back. Null when
 * the configuration is not at `expectedConfigVersion` any more (null: whatever it is).
 */
export async function updateInstanceVersion(
  queries: Queries,
  instanceId: string,
  expectedConfigVersion: number | null,
): Promise<{ version: number; configVersion: number } | null> {
  const row = await queries
    .updateTable('instances')
    .set({
      version: sql<number>`version + 1`,
      config_version: sql<number>`config_version + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', instanceId)
    .$if(expectedConfigVersion !== null, (query) => query.where('config_version', '=', expectedConfigVersion))
    .returning(['version', 'config_version'])
    .executeTakeFirst();
  return row ? { version: row.version, configVersion: row.config_version } : null;
}

/**
 * Lays `changes` over the stored settings and raises both versions; null when the configuration is not at
 * `expectedConfigVersion` any more (null: whatever it is).
 */
export async function updateInstanceSettings(
  queries: Queries,
  instanceId: string,
  changes: StoredSettings,
  expectedConfigVersion: number | null,
): Promise<{ version: number; configVersion: number } | null> {
  const row = await queries
    .updateTable('instances')
    .set({
      settings: sql<string>`settings || ${JSON.stringify(changes)}::jsonb`,
      version: sql<number>`version + 1`,
      config_version: sql<number>`config_version + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', instanceId)
    .$if(expectedConfigVersion !== null, (query) => query.where('config_version', '=', expectedConfigVersion))
    .returning(['version', 'config_version'])
    .executeTakeFirst();
  return row ? { version: row.version, configVersion: row.config_version } : null;
}
