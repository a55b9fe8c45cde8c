import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programOf } from '../../../tooling/run/built.mjs';
import { Complaint } from './complaint.ts';
import { serverEnvironment } from './config.ts';

/** What a server says of itself when it is ready to answer. */
export interface ReadyFacts {
  url: string;
  publishableKey: string;
  secretKey: string;
  platformKey: string;
  dashboardUrl: string;
}

export interface ServerFlags {
  port?: string;
  host?: string;
  dataDir?: string;
}

/** Apps meet over HTTP, so the server is started and never imported (DESIGN decision 24). */
const SERVER = join(import.meta.dirname, '..', '..', 'server');

/**
 * Starts the server as a child process.
 * @param mode `dev` (keys kept, one-time link, next free port) or `start` (refuses an unsafe configuration)
 * @returns the child and a promise of its ready line; rejects with a `Complaint` when it ends before that
 */
export function startServer(
  mode: 'dev' | 'start',
  flags: ServerFlags,
): { child: ChildProcess; ready: Promise<ReadyFacts>; ended: Promise<number> } {
  const child = spawn(process.execPath, programOf(SERVER), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: serverEnvironment({
      BARTLEBY_MODE: mode,
      BARTLEBY_READY_JSON: '1',
      PORT: flags.port,
      BARTLEBY_HOST: flags.host,
      BARTLEBY_DATA_DIR: flags.dataDir,
    }),
  });
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  const ready = new Promise<ReadyFacts>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as ReadyFacts);
    });
    ended.then((code) => reject(new Complaint('The server stopped before it was ready.', code || 1)));
  });
  return { child, ready, ended };
}

/** Runs a server until it is told to stop; `whenReady` prints what the person needs. Sets the exit code. */
export async function runServer(
  mode: 'dev' | 'start',
  flags: ServerFlags,
  whenReady: (facts: ReadyFacts) => void,
): Promise<void> {
  const { child, ready, ended } = startServer(mode, flags);
  let stopping = false;
  const stop = () => {
    stopping = true;
    child.kill('SIGTERM');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  try {
    whenReady(await ready);
    process.exitCode = (await ended) && !stopping ? 1 : 0;
  } catch (error) {
    if (stopping) return;
    throw error;
  }
}
