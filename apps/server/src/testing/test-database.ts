import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Database } from '../database/database.ts';
import { openEmbedded } from '../database/embedded/open-embedded.ts';
import { openPostgres } from '../database/open-postgres.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createRandom } from '../runtime/random.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database that global-setup.ts made: a PostgreSQL URL, or a folder to copy. */
    testDatabase: { kind: 'postgres'; url: string } | { kind: 'embedded'; template: string };
  }
}

let embedded: Promise<Database> | undefined;

/** Opens the run's migrated database. On the embedded one a test file has one child process, on a copy of its own. */
export async function openTestDatabase(log: Log): Promise<Database> {
  const found = inject('testDatabase');
  if (found.kind === 'postgres') return openPostgres({ url: found.url, maxConnections: 5, log });
  embedded ??= openCopy(found.template, log);
  // Shared by the file's tests; the child ends with this process, global-setup.ts removes the folder.
  return { ...(await embedded), close: async () => {} };
}

async function openCopy(template: string, log: Log): Promise<Database> {
  const folder = join(template, '..', `copy-${process.pid}`);
  cpSync(template, folder, { recursive: true });
  return openEmbedded({ folder, log, random: createRandom(systemClock) });
}
