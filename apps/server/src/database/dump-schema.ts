import { sql } from 'kysely';
import type { Queries } from './database.ts';

interface ColumnRow {
  table_name: string;
  column_name: string;
  type: string;
  not_null: boolean;
  default_value: string | null;
  identity: string;
}

interface TextRow {
  table_name: string;
  text: string;
}

/**
 * The schema as text, from the catalog: tables with columns and constraints, then indexes, in the order of
 * their names. The same on the embedded database and on PostgreSQL, so that one committed file serves both.
 */
export async function dumpSchema(queries: Queries): Promise<string> {
  const columns = await listColumns(queries);
  const constraints = await listConstraints(queries);
  const indexes = await listIndexes(queries);
  const tables = [...new Set(columns.map(({ table_name }) => table_name))];
  const blocks = tables.map((table) => {
    const lines = [
      ...columns.filter((row) => row.table_name === table).map(columnText),
      ...constraints.filter((row) => row.table_name === table).map(({ text }) => text),
    ];
    const own = indexes.filter((row) => row.table_name === table).map(({ text }) => `${text};\n`);
    return `create table ${table} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);\n${own.join('')}`;
  });
  return `-- What the migrations make. Written by scripts/dump-schema.ts; do not edit.\n\n${blocks.join('\n')}`;
}

function columnText({ column_name, type, not_null, default_value, identity }: ColumnRow): string {
  const parts = [column_name, type];
  if (not_null) parts.push('not null');
  if (identity) parts.push(`generated ${identity === 'a' ? 'always' : 'by default'} as identity`);
  if (default_value !== null) parts.push(`default ${default_value}`);
  return parts.join(' ');
}

/** Ours: not the migrator's own bookkeeping. */
const ourTables = sql`
  pg_class.relkind in ('r', 'p') and pg_class.relnamespace = 'public'::regnamespace
  and pg_class.relname not like 'kysely\\_%'`;

async function listColumns(queries: Queries): Promise<ColumnRow[]> {
  const { rows } = await sql<ColumnRow>`
    select pg_class.relname::text as table_name, attname::text as column_name,
      format_type(atttypid, atttypmod) as type, attnotnull as not_null,
      pg_get_expr(adbin, adrelid) as default_value, attidentity::text as identity
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where ${ourTables} and attnum > 0 and not attisdropped
    order by pg_class.relname collate "C", attnum`.execute(queries);
  return rows;
}

/** Without not-null constraints, which the columns say already (PostgreSQL 18 lists them too). */
async function listConstraints(queries: Queries): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`
    select pg_class.relname::text as table_name,
      'constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid, true) as text
    from pg_constraint
    join pg_class on pg_class.oid = conrelid
    where ${ourTables} and contype in ('p', 'u', 'f', 'c', 'x')
    order by pg_class.relname collate "C", position(contype::text in 'pufcx'), conname collate "C"`.execute(
    queries,
  );
  return rows;
}

async function listIndexes(queries: Queries): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`
    select pg_class.relname::text as table_name, pg_get_indexdef(indexrelid, 0, true) as text
    from pg_index
    join pg_class on pg_class.oid = indrelid
    join pg_class as own on own.oid = indexrelid
    where ${ourTables} and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    order by pg_class.relname collate "C", own.relname collate "C"`.execute(queries);
  return rows;
}
