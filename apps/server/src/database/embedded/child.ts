// The embedded database's own process: PGlite behind a socket. Started by engine-process.ts with the
// database's folder and the socket's path; says {"ready":true} or {"failed":"…"} on stdout.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/**
 * A statement keeps this process's main thread busy, so a second thread watches the server: standard
 * input ends when the server is gone, also after kill -9, and then nothing here may write any more.
 * A text on it asks for an orderly end.
 */
const WATCH = `
  const { Socket } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const lifeline = new Socket({ fd: 0, readable: true, writable: false });
  lifeline.on('data', () => parentPort.postMessage('close'));
  lifeline.on('error', () => {});
  lifeline.on('close', () => process.kill(process.pid, 'SIGKILL'));
`;

/**
 * How much a function of the engine must have run before V8 optimizes it. Node 20's own number has so many of them
 * optimized while the server starts that a start takes half as long again, and the first minute more than it saves.
 */
const TIERING_BUDGET = 10_000_000;

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

async function serve(folder: string, socketPath: string): Promise<void> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  const watch = new Worker(WATCH, { eval: true, execArgv: [] });
  // Ctrl-C reaches the whole terminal group; the server decides when we end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const database = await PGlite.create({ dataDir: folder });
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 2 });
  watch.once('message', async () => {
    await server.stop();
    await database.close();
    process.exit(0);
  });
  await server.start();
  say({ ready: true });
}

const [folder, socketPath] = process.argv.slice(2);
if (!folder || !socketPath) throw new Error('child.ts is started by engine-process.ts');
serve(folder, socketPath).catch((error: unknown) => {
  say({ failed: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
