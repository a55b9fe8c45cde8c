import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { testDatabaseKind } from '../config.ts';
import type { Database } from '../database/database.ts';
import { openEmbedded } from '../database/embedded/open-embedded.ts';
import { migrate } from '../database/migrate.ts';
import { openPostgres } from '../database/open-postgres.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createRandom } from '../runtime/random.ts';
import { startPostgresServer } from './postgres-server.ts';

const log = createLog({
  clock: systemClock,
  level: 'warn',
  format: 'pretty',
  write: (line) => console.error(line),
});

/** Once per run: makes and migrates the database that every test of the server uses (BARTLEBY_TEST_DATABASE). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  return testDatabaseKind() === 'postgres' ? setUpPostgres(project) : setUpEmbedded(project);
}

async function setUpPostgres(project: TestProject) {
  const server = await startPostgresServer();
  await migrateAndClose(openPostgres({ url: server.url, maxConnections: 1, log }));
  project.provide('testDatabase', { kind: 'postgres', url: server.url });
  return () => server.stop();
}

async function setUpEmbedded(project: TestProject) {
  const root = mkdtempSync(join(tmpdir(), 'bartleby-tests-'));
  const template = join(root, 'template');
  const database = await openEmbedded({ folder: template, log, random: createRandom(systemClock) });
  await database.unhurried(() => migrateAndClose(database));
  project.provide('testDatabase', { kind: 'embedded', template });
  return async () => rmSync(root, { recursive: true, force: true });
}

async function migrateAndClose(database: Database): Promise<void> {
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}
