import type { Log } from '../../runtime/log.ts';
import type { Database } from '../database.ts';

export interface EmbeddedOptions {
  /** The data folder; made when it is missing. */
  folder: string;
  log: Log;
}

/** Opens the embedded database of a data folder. */
export async function openEmbedded(_options: EmbeddedOptions): Promise<Database> {
  throw new Error('the embedded database is not ready yet');
}
