import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const CLOSE_PATIENCE_MS = 3_000;
const MAX_STDERR = 4_000;

export interface EngineOptions {
  /** Folder of the database's files. */
  databaseFolder: string;
  socketPath: string;
  /** How long opening may take; making a new database takes some seconds. */
  openDeadlineMs: number;
  /** Called as soon as the process exists. */
  onStarted: (pid: number) => void;
}

/** The running child process. */
export interface EngineProcess {
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it at once. Nothing acknowledged is lost by that. */
  kill(): void;
  /** Ends it in order; kills it when that takes more than 3 s. */
  close(): Promise<void>;
}

/** Starts the engine and waits until it listens. Throws when it fails or is late; it is dead then. */
export async function startEngine(options: EngineOptions): Promise<EngineProcess> {
  const child = spawn(process.execPath, [...childProgram(), options.databaseFolder, options.socketPath], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin?.on('error', () => {}); // Written to only to close; an ended child is closed already.
  const kill = () => void child.kill('SIGKILL');
  try {
    if (child.pid !== undefined) options.onStarted(child.pid);
    await untilReady(child, ended, options.openDeadlineMs);
  } catch (error) {
    kill();
    await ended;
    throw error;
  }
  return { pid: child.pid ?? 0, ended, kill, close: () => closeInOrder(child, ended) };
}

/** From source the child runs as the server does, through tsx; built, it is a plain script beside this one. */
function childProgram(): string[] {
  const built = join(import.meta.dirname, 'child.mjs');
  if (existsSync(built)) return [built];
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(tsx).href, join(import.meta.dirname, 'child.ts')];
}

async function untilReady(child: ChildProcess, ended: Promise<void>, deadlineMs: number): Promise<void> {
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-MAX_STDERR);
  });
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new Error(`the embedded database did not open: ${reason}${stderr && `\n${stderr}`}`));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line === '{"ready":true}') resolve();
      else if (line.startsWith('{"failed":')) fail((JSON.parse(line) as { failed: string }).failed);
    });
    child.once('error', (error) => fail(error.message));
    void ended.then(() => setImmediate(fail, 'its process ended'));
    timer = setTimeout(fail, deadlineMs, `no answer within ${deadlineMs / 1_000} s`);
  }).finally(() => clearTimeout(timer));
}

async function closeInOrder(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_PATIENCE_MS);
  child.stdin?.write('close\n');
  await ended;
  clearTimeout(timer);
}
