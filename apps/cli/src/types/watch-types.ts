import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TypeSourcesResource } from '@bartleby/api-contract';
import { Complaint } from '../complaint.ts';
import { ServerUnreachable } from '../platform-client.ts';
import { type Connection, connect, readTypeSources, ServerAway } from './read-type-sources.ts';
import type { TypesFlags } from './types-flags.ts';
import { typesDifference, typesText } from './types-text.ts';
import { writeTypes } from './write-types.ts';

/** The longest wait for a server that is down. */
const MAX_PAUSE_MS = 10_000;

interface Watched {
  connection: Connection | null;
  sources: TypeSourcesResource | null;
  etag: string | null;
  /** Looks in a row that nobody answered. */
  failures: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Writes the file whenever what types are made from changes, until the process is interrupted: then it ends at
 * once, with 0. Asks every `flags.every` seconds and is answered 304 while all is the same; a server that is down
 * is asked less and less often, and found again where it then says it is.
 * @throws Complaint for what will not pass by itself
 */
export async function watchTypes(flags: TypesFlags): Promise<never> {
  // Files are replaced by a rename: there is nothing to finish.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
  const watched: Watched = { connection: null, sources: null, etag: null, failures: 0 };
  for (;;) {
    try {
      await look(watched, flags);
      if (watched.failures > 0) say('The server answers again.');
      watched.failures = 0;
    } catch (error) {
      if (!(error instanceof ServerAway) && !(error instanceof ServerUnreachable)) throw error;
      if (watched.failures === 0) say('The server does not answer: waiting for it.');
      watched.failures += 1;
      // A server that was started anew may listen elsewhere.
      watched.connection = null;
    }
    const everyMs = flags.every * 1_000;
    await pause(Math.max(everyMs, Math.min(MAX_PAUSE_MS, everyMs * 2 ** Math.min(watched.failures, 10))));
  }
}

async function look(watched: Watched, flags: TypesFlags): Promise<void> {
  watched.connection ??= await connect(flags);
  const read = await readTypeSources(watched.connection, watched.etag);
  if (read === null) return;
  const { sources: before } = watched;
  watched.etag = read.etag;
  try {
    write(before, read.sources, flags);
    watched.sources = read.sources;
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    say(error.message);
  }
}

function write(before: TypeSourcesResource | null, after: TypeSourcesResource, flags: TypesFlags): void {
  const isNew = writeTypes(resolve(flags.out), typesText(after, flags));
  const version = `template version ${after.version}`;
  if (before === null)
    say(`${flags.out} ${isNew ? 'written' : 'was right already'} (${version}). Watching; Ctrl-C ends it.`);
  else if (isNew) say(`${flags.out} (${version}): ${typesDifference(before, after) ?? 'no type changed'}.`);
}
