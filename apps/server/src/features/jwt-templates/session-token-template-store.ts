import type { ColumnType } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { SessionTokenTemplate, TemplateAuthor } from './session-token-template.ts';

export interface SessionTokenTemplatesTable {
  instance_id: string;
  version: number;
  source: string;
  tests: string;
  author: ColumnType<TemplateAuthor, string, never>;
  message: string | null;
  accepted_broken_users: number | null;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    session_token_templates: SessionTokenTemplatesTable;
  }
}

const columns = [
  'version',
  'source',
  'tests',
  'author',
  'message',
  'accepted_broken_users',
  'created_at',
] as const;

function templateOfRow(
  row: Pick<SessionTokenTemplate, 'version' | 'source' | 'tests' | 'author' | 'message'> & {
    accepted_broken_users: number | null;
    created_at: Date;
  },
): SessionTokenTemplate {
  const { accepted_broken_users: acceptedBrokenUsers, created_at: createdAt, ...rest } = row;
  return { ...rest, acceptedBrokenUsers, createdAt };
}

/** The version that tokens are made from; null when none was ever saved. */
export async function findActiveSessionTokenTemplate(
  queries: Queries,
  instanceId: string,
): Promise<SessionTokenTemplate | null> {
  const row = await queries
    .selectFrom('session_token_templates')
    .select(columns)
    .where('instance_id', '=', instanceId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? templateOfRow(row) : null;
}

/** One version, active or not. */
export async function findSessionTokenTemplate(
  queries: Queries,
  instanceId: string,
  version: number,
): Promise<SessionTokenTemplate | null> {
  const row = await queries
    .selectFrom('session_token_templates')
    .select(columns)
    .where('instance_id', '=', instanceId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? templateOfRow(row) : null;
}

/** Versions, newest first. */
export async function listSessionTokenTemplates(
  queries: Queries,
  instanceId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<SessionTokenTemplate[]> {
  const rows = await queries
    .selectFrom('session_token_templates')
    .select(columns)
    .where('instance_id', '=', instanceId)
    .orderBy('version', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(templateOfRow);
}

/** The newest versions saved before an instant, newest first. */
export async function listSessionTokenTemplatesBefore(
  queries: Queries,
  instanceId: string,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<SessionTokenTemplate[]> {
  const rows = await queries
    .selectFrom('session_token_templates')
    .select(columns)
    .where('instance_id', '=', instanceId)
    .where('created_at', '<', before)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(templateOfRow);
}

/** How many versions there are. */
export async function countSessionTokenTemplates(queries: Queries, instanceId: string): Promise<number> {
  const { count } = await queries
    .selectFrom('session_token_templates')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('instance_id', '=', instanceId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Adds the next version and returns its number. */
export async function insertSessionTokenTemplate(
  queries: Queries,
  instanceId: string,
  template: Omit<SessionTokenTemplate, 'version'>,
): Promise<number> {
  const { source, tests, author, message, acceptedBrokenUsers, createdAt } = template;
  const { version } = await queries
    .insertInto('session_token_templates')
    .values(({ selectFrom }) => ({
      instance_id: instanceId,
      version: selectFrom('session_token_templates as known')
        .select(({ fn, lit, eb }) => eb(fn.coalesce(fn.max('known.version'), lit(0)), '+', 1).as('next'))
        .where('known.instance_id', '=', instanceId),
      source,
      tests,
      author: JSON.stringify(author),
      message,
      accepted_broken_users: acceptedBrokenUsers,
      created_at: createdAt,
    }))
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
