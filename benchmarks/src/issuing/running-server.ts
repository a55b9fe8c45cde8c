import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { killTree, largestMegabytes, treeCpuSeconds } from '../cpu-time.ts';

/** A server of its own on the loopback interface, started as `bartleby dev` starts it. */
export interface RunningServer {
  url: string;
  publishableKey: string;
  secretKey: string;
  platformKey: string;
  /** Process id of the embedded database's engine; null on another database. */
  engine: number | null;
  /** CPU seconds of all the server's processes so far, without the engine. */
  cpuSeconds(): number;
  /** Megabytes in memory of the server itself: the largest of its processes, without the engine. */
  memoryMegabytes(): number;
  /** CPU seconds of the embedded database's engine so far; 0 on another database. */
  engineCpuSeconds(): number;
  /** Ends every process and removes the data folder. */
  stop(): Promise<void>;
}

type Facts = Pick<RunningServer, 'url' | 'publishableKey' | 'secretKey' | 'platformKey'>;

const CLI = join(import.meta.dirname, '..', '..', '..', 'apps', 'cli', 'bin', 'bartleby.mjs');
const START_LIMIT_MILLISECONDS = 60_000;
const STOP_LIMIT_MILLISECONDS = 5_000;

/** @throws Error with the end of the server's log when it does not get ready. */
export async function startBartleby(
  databaseUrl: string | null,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-bench-'));
  const child = spawn(
    process.execPath,
    [CLI, 'dev', '--json', '--port', '0', '--host', '127.0.0.1', '--data-dir', folder],
    {
      // Nothing of the caller's own configuration.
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const pid = child.pid ?? 0;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const kill = () => killTree(pid);
  const endWithUs = () => {
    kill();
    remove();
  };
  process.once('exit', endWithUs);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    const late = setTimeout(kill, STOP_LIMIT_MILLISECONDS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(late);
    process.off('exit', endWithUs);
    remove();
  };
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  try {
    const line = await firstLine(child.stdout, ended, () => log);
    const facts = JSON.parse(line) as Facts;
    const engine = databaseUrl === null ? engineOf(folder) : null;
    const cpuSeconds = () => treeCpuSeconds(pid, engine === null ? [] : [engine]);
    const memoryMegabytes = () => largestMegabytes(pid, engine === null ? [] : [engine]);
    const engineCpuSeconds = () => (engine === null ? 0 : treeCpuSeconds(engine));
    return { ...facts, engine, cpuSeconds, engineCpuSeconds, memoryMegabytes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstLine(stdout: NodeJS.ReadableStream, ended: Promise<void>, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the server ${what}; its log ends with:\n${log()}`));
    const timer = setTimeout(() => fail('was not ready within 60 seconds'), START_LIMIT_MILLISECONDS);
    void ended.then(() => fail('ended before it was ready')).finally(() => clearTimeout(timer));
    createInterface({ input: stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });
}

/** The data folder's lock names the engine's process. */
function engineOf(folder: string): number {
  const lock = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as { engine: { pid: number } };
  return lock.engine.pid;
}
