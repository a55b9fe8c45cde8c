// Adds an application with a development instance to the embedded database of a stopped server. For tests of
// several instances in one process:
//   npx tsx --conditions @bartleby/source apps/server/scripts/add-application.ts <data folder> <name> <slug>
import { idPrefixes } from '@bartleby/api-contract';
import { openEmbedded } from '../src/database/embedded/open-embedded.ts';
import { insertApplication, insertInstance } from '../src/features/instances/instance-store.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createLog } from '../src/runtime/log.ts';
import { createRandom } from '../src/runtime/random.ts';

const [folder, name, slug] = process.argv.slice(2);
if (!folder || !name || !slug) throw new Error('usage: add-application.ts <data folder> <name> <slug>');

const write = (line: string) => console.error(line);
const log = createLog({ clock: systemClock, level: 'warn', format: 'pretty', write });
const random = createRandom(systemClock);
const database = await openEmbedded({ folder, log, random });
try {
  const createdAt = systemClock.now();
  const application = { id: random.id(idPrefixes.application), name, createdAt };
  const instance = {
    id: random.id(idPrefixes.instance),
    applicationId: application.id,
    slug,
    kind: 'application',
    environmentType: 'development',
    isDefault: false,
    settings: {},
    createdAt,
  } as const;
  await database.transaction(async (queries) => {
    await insertApplication(queries, application);
    if (!(await insertInstance(queries, instance))) throw new Error(`the slug ${slug} is taken`);
  });
} finally {
  await database.close();
}
