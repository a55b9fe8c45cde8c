// A process for fault tests: opens the embedded database of the folder in argv[2] and inserts numbers from
// argv[3] on, saying each one on stdout once it is acknowledged. `hang` instead of a number starts a
// statement that does not end. Killed by the test.
import { sql } from 'kysely';
import { openEmbedded } from '../database/embedded/open-embedded.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createRandom } from '../runtime/random.ts';

const [folder = '', first = '0'] = process.argv.slice(2);
const log = createLog({
  clock: systemClock,
  level: 'error',
  format: 'pretty',
  write: (line) => console.error(line),
});

async function write(): Promise<void> {
  const database = await openEmbedded({ folder, random: createRandom(systemClock), log });
  await sql`create table if not exists written (number integer primary key)`.execute(database.queries);
  process.stdout.write('open\n');
  if (first === 'hang') {
    const statement = sql`select count(*) from generate_series(1, 1000000000)`.execute(database.queries);
    process.stdout.write('hanging\n');
    await statement;
  }
  for (let number = Number(first); ; number += 1) {
    await sql`insert into written (number) values (${number})`.execute(database.queries);
    process.stdout.write(`${number}\n`);
  }
}

write().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
