// Writes schema.sql: what the migrations make of an empty database. Run it after changing a migration:
//   npx tsx --conditions @bartleby/source apps/server/scripts/dump-schema.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dumpSchema } from '../src/database/dump-schema.ts';
import { openEmbedded } from '../src/database/embedded/open-embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createLog } from '../src/runtime/log.ts';
import { createRandom } from '../src/runtime/random.ts';

const log = createLog({
  clock: systemClock,
  level: 'warn',
  format: 'pretty',
  write: (line) => console.error(line),
});
const folder = mkdtempSync(join(tmpdir(), 'bartleby-schema-'));
const database = await openEmbedded({ folder, log, random: createRandom(systemClock) });
try {
  await database.unhurried(() => migrate(database));
  writeFileSync(join(import.meta.dirname, '../schema.sql'), await dumpSchema(database.queries));
} finally {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}
