import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { openEmbedded } from '../database/embedded/open-embedded.ts';
import { migrate, migrationsFolder } from '../database/migrate.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createRandom } from '../runtime/random.ts';
import { serverFolder } from '../server-folder.ts';

const CACHE = join(serverFolder, '../../.cache/migrated-databases');

/**
 * Gives a data folder the database that a first start would make there, its tables made and empty: that takes
 * seconds, and many tests start a server of their own. It is made once per clone and set of migrations, and copied.
 */
export async function copyMigratedDatabase(dataFolder: string): Promise<void> {
  const database = join(dataFolder, 'database');
  if (existsSync(database)) return;
  const kept = join(CACHE, digest());
  if (!existsSync(kept)) await make(kept);
  cpSync(kept, database, { recursive: true });
}

/** Of what makes such a database: the engine's version and the migrations. */
function digest(): string {
  const { dependencies } = JSON.parse(readFileSync(join(serverFolder, 'package.json'), 'utf8')) as {
    dependencies: { '@electric-sql/pglite': string };
  };
  const hash = createHash('sha256').update(dependencies['@electric-sql/pglite']);
  for (const name of readdirSync(migrationsFolder).sort())
    hash.update(`\0${name}\0`).update(readFileSync(join(migrationsFolder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Of several processes that make one at the same time, the first keeps its own. */
async function make(kept: string): Promise<void> {
  mkdirSync(dirname(kept), { recursive: true });
  const draft = mkdtempSync(`${kept}-`);
  const log = createLog({ clock: systemClock, level: 'warn', format: 'pretty', write: console.error });
  const database = await openEmbedded({ folder: draft, log, random: createRandom(systemClock) });
  await database.unhurried(() => migrate(database));
  await database.close();
  try {
    renameSync(join(draft, 'database'), kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
