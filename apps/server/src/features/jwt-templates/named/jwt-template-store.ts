import type { SigningAlgorithm } from '@bartleby/session-token';
import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import type { TemplateAuthor } from '../session-token-template.ts';
import type { JwtTemplate } from './jwt-template.ts';

export interface JwtTemplatesTable {
  instance_id: string;
  id: string;
  name: string;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export interface JwtTemplateVersionsTable {
  instance_id: string;
  template_id: string;
  version: number;
  name: string;
  source: string;
  lifetime_seconds: number;
  allowed_clock_skew_seconds: number;
  signing_algorithm: SigningAlgorithm | null;
  sealed_signing_key: Buffer | null;
  preset: string | null;
  author: ColumnType<TemplateAuthor, string, never>;
  created_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    jwt_templates: JwtTemplatesTable;
    jwt_template_versions: JwtTemplateVersionsTable;
  }
}

/** A template as it is stored, with its sealed key: for signing and for the next version, never for an answer. */
export interface StoredJwtTemplate extends JwtTemplate {
  readonly sealedSigningKey: Uint8Array | null;
}

type Row = Selectable<JwtTemplatesTable> &
  Pick<
    Selectable<JwtTemplateVersionsTable>,
    | 'source'
    | 'lifetime_seconds'
    | 'allowed_clock_skew_seconds'
    | 'signing_algorithm'
    | 'sealed_signing_key'
    | 'preset'
  >;

const toTemplate = (row: Row): StoredJwtTemplate => ({
  id: row.id,
  name: row.name,
  version: row.version,
  source: row.source,
  lifetimeSeconds: row.lifetime_seconds,
  allowedClockSkewSeconds: row.allowed_clock_skew_seconds,
  signingAlgorithm: row.signing_algorithm,
  sealedSigningKey: row.sealed_signing_key,
  preset: row.preset,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Every template with the version that is in use. */
const active = (queries: Queries, instanceId: string) =>
  queries
    .selectFrom('jwt_templates as t')
    .innerJoin('jwt_template_versions as v', (join) =>
      join
        .onRef('v.instance_id', '=', 't.instance_id')
        .onRef('v.template_id', '=', 't.id')
        .onRef('v.version', '=', 't.version'),
    )
    .selectAll('t')
    .select([
      'v.source',
      'v.lifetime_seconds',
      'v.allowed_clock_skew_seconds',
      'v.signing_algorithm',
      'v.sealed_signing_key',
      'v.preset',
    ])
    .where('t.instance_id', '=', instanceId);

export async function findJwtTemplate(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<StoredJwtTemplate | null> {
  const row = await active(queries, instanceId).where('t.id', '=', id).executeTakeFirst();
  return row ? toTemplate(row) : null;
}

export async function findJwtTemplateByName(
  queries: Queries,
  instanceId: string,
  name: string,
): Promise<StoredJwtTemplate | null> {
  const row = await active(queries, instanceId).where('t.name', '=', name).executeTakeFirst();
  return row ? toTemplate(row) : null;
}

/** Newest first. */
export async function listJwtTemplates(
  queries: Queries,
  instanceId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<JwtTemplate[]> {
  const rows = await active(queries, instanceId)
    .orderBy('t.created_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toTemplate);
}

export async function countJwtTemplates(queries: Queries, instanceId: string): Promise<number> {
  const { count } = await queries
    .selectFrom('jwt_templates')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('instance_id', '=', instanceId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A new template at version 1; false when another one has its name. Its version is a statement of its own. */
export async function insertJwtTemplate(
  queries: Queries,
  instanceId: string,
  { id, name, createdAt }: Pick<JwtTemplate, 'id' | 'name' | 'createdAt'>,
): Promise<boolean> {
  const result = await queries
    .insertInto('jwt_templates')
    .values({ instance_id: instanceId, id, name, version: 1, created_at: createdAt, updated_at: createdAt })
    .onConflict((conflict) => conflict.columns(['instance_id', 'name']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Names a template anew and moves it to its next version, which comes back; null when another one has the name. */
export async function updateJwtTemplate(
  queries: Queries,
  instanceId: string,
  { id, name, updatedAt }: Pick<JwtTemplate, 'id' | 'name' | 'updatedAt'>,
): Promise<number | null> {
  const row = await queries
    .updateTable('jwt_templates as t')
    .set({ name, version: sql<number>`version + 1`, updated_at: updatedAt })
    .where('t.instance_id', '=', instanceId)
    .where('t.id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jwt_templates as other')
            .select('other.id')
            .where('other.instance_id', '=', instanceId)
            .where('other.name', '=', name)
            .where('other.id', '<>', id),
        ),
      ),
    )
    .returning('t.version')
    .executeTakeFirst();
  return row?.version ?? null;
}

/** Adds the version that `updateJwtTemplate` or `insertJwtTemplate` has just announced. */
export async function insertJwtTemplateVersion(
  queries: Queries,
  instanceId: string,
  template: Omit<StoredJwtTemplate, 'createdAt' | 'updatedAt'> & {
    readonly author: TemplateAuthor;
    readonly createdAt: Date;
  },
): Promise<void> {
  await queries
    .insertInto('jwt_template_versions')
    .values({
      instance_id: instanceId,
      template_id: template.id,
      version: template.version,
      name: template.name,
      source: template.source,
      lifetime_seconds: template.lifetimeSeconds,
      allowed_clock_skew_seconds: template.allowedClockSkewSeconds,
      signing_algorithm: template.signingAlgorithm,
      sealed_signing_key: template.sealedSigningKey ? Buffer.from(template.sealedSigningKey) : null,
      preset: template.preset,
      author: JSON.stringify(template.author),
      created_at: template.createdAt,
    })
    .execute();
}

/** Takes the keys out of earlier versions: they cannot sign any more, so nobody shall find them. */
export async function deleteEarlierSigningKeys(
  queries: Queries,
  instanceId: string,
  { id, version }: Pick<JwtTemplate, 'id' | 'version'>,
): Promise<void> {
  await queries
    .updateTable('jwt_template_versions')
    .set({ sealed_signing_key: null })
    .where('instance_id', '=', instanceId)
    .where('template_id', '=', id)
    .where('version', '<', version)
    .where('sealed_signing_key', 'is not', null)
    .execute();
}

/** Removes a template with its versions and keys; its name, or null when there is none. */
export async function deleteJwtTemplate(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<string | null> {
  const row = await queries
    .deleteFrom('jwt_templates')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}
