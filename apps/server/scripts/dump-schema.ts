// Writes schema.sql: what the migrations make of an empty PostgreSQL. Run it after changing a migration:
//   npx tsx --conditions @bartleby/source apps/server/scripts/dump-schema.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dumpSchema } from '../src/database/dump-schema.ts';
import { migrate } from '../src/database/migrate.ts';
import { openPostgres } from '../src/database/open-postgres.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createLog } from '../src/runtime/log.ts';
import { startPostgresServer } from '../src/testing/postgres-server.ts';

const log = createLog({
  clock: systemClock,
  level: 'warn',
  format: 'pretty',
  write: (line) => console.error(line),
});
const server = await startPostgresServer();
const database = openPostgres({ url: server.url, maxConnections: 1, log });
try {
  await migrate(database);
  writeFileSync(join(import.meta.dirname, '../schema.sql'), await dumpSchema(database.queries));
} finally {
  await database.close();
  await server.stop();
}
