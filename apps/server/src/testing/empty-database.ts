import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { serverFolder } from '../server-folder.ts';

const { dependencies } = JSON.parse(readFileSync(join(serverFolder, 'package.json'), 'utf8')) as {
  dependencies: { '@electric-sql/pglite': string };
};
const PRISTINE = join(serverFolder, '../../.cache/empty-databases', dependencies['@electric-sql/pglite']);

/**
 * Gives a data folder the database that a first start would make there, without tables: making one takes
 * seconds, and many tests start a server of their own. It is made once per clone and copied.
 */
export async function copyEmptyDatabase(dataFolder: string): Promise<void> {
  const database = join(dataFolder, 'database');
  if (existsSync(database)) return;
  if (!existsSync(PRISTINE)) await makePristine();
  cpSync(PRISTINE, database, { recursive: true });
}

/** Of several processes that make one at the same time, the first keeps its own. */
async function makePristine(): Promise<void> {
  mkdirSync(dirname(PRISTINE), { recursive: true });
  const draft = mkdtempSync(`${PRISTINE}-`);
  const database = await PGlite.create({ dataDir: draft });
  await database.close();
  try {
    renameSync(draft, PRISTINE);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(PRISTINE)) throw error;
  }
}
