import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { serverFolder } from '../server-folder.ts';
import type { Database } from './database.ts';

const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/;

/** Where the migrations lie. */
export const migrationsFolder = join(serverFolder, 'migrations');

/**
 * Brings the schema up to date: every `NNNN-name.sql` not applied yet, in order, all in one transaction
 * under an advisory lock, so that several nodes may start at once.
 * @returns the names applied now
 * @throws Error when a file fails (nothing is applied then), was changed after it was applied, or is missing
 */
export async function migrate(database: Database, folder: string = migrationsFolder): Promise<string[]> {
  const files = readMigrations(folder);
  const migrator = new Migrator({
    db: database.queries,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(files.map(({ name, text }) => [name, toMigration(name, text)])),
    },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw explain(error, results.find(({ status }) => status === 'Error')?.migrationName);
  await refuseChangedFiles(database, files);
  return results.map(({ migrationName }) => migrationName);
}

interface MigrationFile {
  name: string;
  text: string;
}

function readMigrations(folder: string): MigrationFile[] {
  return readdirSync(folder)
    .filter((file) => FILE_NAME.test(file))
    .sort()
    .map((file) => ({ name: file.slice(0, -'.sql'.length), text: readFileSync(join(folder, file), 'utf8') }));
}

const factName = (name: string) => `migration/${name}`;
const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex');

/** Applied files leave their fingerprint in `server_facts`, a table of the first file. */
function toMigration(name: string, text: string): Migration {
  return {
    async up(queries: Kysely<unknown>) {
      await sql.raw(text).execute(queries);
      await sql`insert into server_facts (name, value) values (${factName(name)}, ${fingerprint(text)})`.execute(
        queries,
      );
    },
  };
}

async function refuseChangedFiles(database: Database, files: MigrationFile[]): Promise<void> {
  const facts = await database.queries.selectFrom('server_facts').select(['name', 'value']).execute();
  const applied = new Map(facts.map(({ name, value }) => [name, value]));
  const changed = files.filter(({ name, text }) => applied.get(factName(name)) !== fingerprint(text));
  if (changed.length)
    throw new Error(
      `this database was made by other versions of the migrations ${changed.map(({ name }) => name).join(', ')}: ` +
        'use a database (or data folder) of this version, or an empty one',
    );
}

function explain(error: unknown, name: string | undefined): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const where = name ? `migration ${name} failed` : 'migrating the database failed';
  return new Error(`${where}: ${reason}`, { cause: error });
}
