import { sql } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import { MAX_REDIRECT_URLS, type RedirectUrl } from './redirect-url.ts';

export interface RedirectUrlsTable {
  instance_id: string;
  id: string;
  url: string;
  created_at: Date;
  updated_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    redirect_urls: RedirectUrlsTable;
  }
}

const COLUMNS = ['id', 'url', 'created_at', 'updated_at'] as const;

const toRedirectUrl = (row: Omit<RedirectUrlsTable, 'instance_id'>): RedirectUrl => ({
  id: row.id,
  url: row.url,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Newest first. */
export async function listRedirectUrls(
  queries: Queries,
  instanceId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<RedirectUrl[]> {
  const rows = await queries
    .selectFrom('redirect_urls')
    .select(COLUMNS)
    .where('instance_id', '=', instanceId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toRedirectUrl);
}

export async function countRedirectUrls(queries: Queries, instanceId: string): Promise<number> {
  const { count } = await queries
    .selectFrom('redirect_urls')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('instance_id', '=', instanceId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function findRedirectUrl(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<RedirectUrl | null> {
  const row = await queries
    .selectFrom('redirect_urls')
    .select(COLUMNS)
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toRedirectUrl(row) : null;
}

/** False when the URL is there already, or there are as many as there may be. */
export async function insertRedirectUrl(
  queries: Queries,
  instanceId: string,
  { id, url, createdAt, updatedAt }: RedirectUrl,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into redirect_urls (instance_id, id, url, created_at, updated_at)
    select ${instanceId}, ${id}, ${url}, ${createdAt}::timestamptz, ${updatedAt}::timestamptz
    where (select count(*) from redirect_urls where instance_id = ${instanceId}) < ${MAX_REDIRECT_URLS}
    on conflict (instance_id, url) do nothing`.execute(queries);
  return numAffectedRows === 1n;
}

/** False when there is none. */
export async function deleteRedirectUrl(queries: Queries, instanceId: string, id: string): Promise<boolean> {
  const result = await queries
    .deleteFrom('redirect_urls')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
