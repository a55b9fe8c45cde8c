import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@bartleby/e2e/harness';
import { copyMigratedDatabase } from '@bartleby/server/testing/migrated-database';
import { programOf } from '../../tooling/run/built.mjs';

/** A server of its own: embedded database in a new folder, gone when it is stopped. */
export interface RunningServer {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Of the Platform API, for what only operators do. */
  readonly platformKey: string;
  stop(): Promise<void>;
}

const SERVER = join(import.meta.dirname, '../../apps/server');
const READY_WITHIN_MS = 60_000;

/** Starts the server as its users do, in development mode on a free port. */
export async function startServer(): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-compatibility-'));
  await copyMigratedDatabase(join(folder, 'data'));
  const child = spawn(process.execPath, programOf(SERVER), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      BARTLEBY_MODE: 'dev',
      BARTLEBY_READY_JSON: '1',
      BARTLEBY_DATA_DIR: join(folder, 'data'),
      PORT: String(await freePort()),
    },
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<Record<string, string>>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Record<string, string>);
    });
    const fail = (reason: string) => reject(new Error(`the server ${reason}:\n${log}`));
    void ended.then(() => fail('ended before it was ready'));
    setTimeout(() => fail('was not ready in time'), READY_WITHIN_MS).unref();
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url = '', publishableKey = '', secretKey = '', platformKey = '' } = await ready;
    return { url, publishableKey, secretKey, platformKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
