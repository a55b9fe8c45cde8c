import type { Log } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';
import type { Database } from './database.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './open-postgres.ts';
import { waitForPostgres } from './wait-for-postgres.ts';

export interface DatabaseOptions {
  /** PostgreSQL, or null for the embedded database in `dataDirectory`. */
  databaseUrl: string | null;
  databaseConnections: number;
  dataDirectory: string;
  random: Random;
  log: Log;
}

/** Opens the database that the configuration names and brings its schema up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl ? openServer(options.databaseUrl, options) : openFolder(options);
}

async function openServer(url: string, { databaseConnections, log }: DatabaseOptions): Promise<Database> {
  const patient = openPostgres({ url, maxConnections: 1, log, statementTimeoutMs: 0 });
  try {
    await waitForPostgres(patient, url, log);
    tellMigrations(await migrate(patient), log);
  } finally {
    await patient.close();
  }
  return openPostgres({ url, maxConnections: databaseConnections, log });
}

async function openFolder({ dataDirectory, random, log }: DatabaseOptions): Promise<Database> {
  const database = await openEmbedded({ folder: dataDirectory, random, log });
  try {
    tellMigrations(await database.unhurried(() => migrate(database)), log);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function tellMigrations(applied: string[], log: Log): void {
  if (applied.length) log.info('brought the database up to date', { applied: applied.join(', ') });
}
