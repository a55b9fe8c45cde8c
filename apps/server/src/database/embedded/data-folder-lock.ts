import { linkSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

/** Another process uses the data folder; the message names both. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

export interface DataFolderLock {
  /** Remembers the engine's process too: a folder is free when both are gone. */
  recordEngine(pid: number): void;
  release(): void;
}

interface Holder {
  owner: string;
  host: string;
  server: ProcessIdentity;
  engine: ProcessIdentity | null;
}

const HEARTBEAT_MS = 2_000;
/** Holders on another host (containers sharing a volume) cannot be asked; their heartbeat is trusted. */
const SILENT_AFTER_MS = 10_000;
const PATIENCE_MS = 1_500;
const POLL_MS = 50;

/**
 * Takes the folder for this process: the embedded engine does not notice a second one, and both would
 * lose what they wrote. A lock whose processes are gone is taken over.
 * @throws DataFolderInUse within two seconds
 */
export async function lockDataFolder(
  folder: string,
  random: Pick<Random, 'secret'>,
): Promise<DataFolderLock> {
  const path = join(folder, 'lock');
  const holder: Holder = {
    owner: random.secret(16),
    host: hostname(),
    server: identify(process.pid),
    engine: null,
  };
  const deadline = systemClock.now().getTime() + PATIENCE_MS;
  while (!create(path, holder)) {
    const other = read(path);
    if (other !== 'gone' && !isFree(path, other)) {
      // A killed server's engine needs a moment to notice.
      if (systemClock.now().getTime() >= deadline) throw new DataFolderInUse(describe(folder, other));
      if (other && isRunning(other.server) && other.host === hostname())
        throw new DataFolderInUse(describe(folder, other));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    } else if (other !== 'gone') {
      removeStale(path, other, holder.owner);
    }
  }
  return hold(path, holder);
}

function hold(path: string, holder: Holder): DataFolderLock {
  const heartbeat = setInterval(() => {
    const now = systemClock.now();
    try {
      utimesSync(path, now, now);
    } catch {
      // A full or vanished disk: the statements say so.
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const release = () => {
    clearInterval(heartbeat);
    process.off('exit', release);
    const present = read(path);
    if (present !== 'gone' && present?.owner === holder.owner) unlinkSync(path);
  };
  process.once('exit', release); // A hurried end leaves no lock either.
  return {
    recordEngine(pid) {
      holder.engine = identify(pid);
      replace(path, holder);
    },
    release,
  };
}

/** Whole or not at all, and never over another's. */
function create(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.owner}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return createWithoutLinks(path, holder);
  } finally {
    unlinkSync(draft);
  }
}

/** For file systems without hard links. */
function createWithoutLinks(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** In place when the disk is too full for a second copy. */
function replace(path: string, holder: Holder): void {
  const draft = `${path}.${holder.owner}`;
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600 });
  }
}

function read(path: string): Holder | null | 'gone' {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : null;
  }
}

function isFree(path: string, holder: Holder | null): boolean {
  if (holder?.host === hostname())
    return !isRunning(holder.server) && !(holder.engine && isRunning(holder.engine));
  try {
    return systemClock.now().getTime() - statSync(path).mtimeMs > SILENT_AFTER_MS;
  } catch {
    return true;
  }
}

/** Of several that saw the same stale lock one wins; one that moved a fresh lock away puts it back. */
function removeStale(path: string, seen: Holder | null, owner: string): void {
  const aside = `${path}.stale-${owner}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== 'gone' && moved?.owner !== seen?.owner) linkSync(aside, path);
  unlinkSync(aside);
}

function describe(folder: string, holder: Holder | null): string {
  if (!holder)
    return `the data folder ${folder} is locked: if no Bartleby server uses it, delete its file "lock"`;
  const where = holder.host === hostname() ? '' : ` on host ${holder.host}`;
  return (
    `another Bartleby server (process ${holder.server.pid}${where}) uses the data folder ${folder}: ` +
    'stop it, or choose another folder with --data-dir'
  );
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
