import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import type { Database } from '../database.ts';
import { databaseOverPool } from '../database-over-pool.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { Engine } from './engine.ts';
import { probeFolder } from './folder-probe.ts';
import { chooseSocketPath } from './socket-path.ts';

export interface EmbeddedOptions {
  /** The data folder, absolute; made when it is missing. */
  folder: string;
  random: Pick<Random, 'secret'>;
  log: Log;
}

export interface EmbeddedDatabase extends Database {
  /** Lets statements take up to two minutes while `work` runs: for migrations. */
  unhurried<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens the embedded database of a data folder: PGlite in a process of its own, one connection
 * (DESIGN decisions 5 and 6). It survives a crash of the process, not a power cut.
 * @throws DataFolderUnusable, DataFolderInUse (within 2 s), or Error when the engine does not open
 */
export async function openEmbedded({ folder, random, log }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  probeFolder(folder);
  const lock = await lockDataFolder(folder, random);
  const socket = await chooseSocketPath(folder, random);
  const databaseFolder = join(folder, 'database');
  const engine = new Engine({
    dataFolder: folder,
    databaseFolder,
    socketPath: socket.path,
    log,
    onProcess: (pid) => lock.recordEngine(pid),
  });
  const release = () => {
    socket.remove();
    lock.release();
  };
  try {
    const isNew = !existsSync(databaseFolder);
    if (isNew) log.info('making the embedded database: about ten seconds, this once', { folder });
    await engine.open();
    log.info('opened the embedded database; it survives a crash of the process, not a power cut', { folder });
  } catch (error) {
    release();
    throw error;
  }
  const database = databaseOverPool(engine);
  return {
    ...database,
    ready: async () => engine.storageWorks() && database.ready(),
    unhurried: (work) => engine.unhurried(work),
    async close() {
      await database.close();
      await engine.end(); // Kysely ends a pool only when it was used.
      release();
    },
  };
}
