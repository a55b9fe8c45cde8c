#!/usr/bin/env node
// Starts the command: as `npm run build` made it, else from its TypeScript sources.
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Bartleby needs Node 20.19.0 or newer, and this is Node ${process.versions.node}: install a current Node and run the command again.`,
  );
  process.exit(1);
}

const folder = fileURLToPath(new URL('..', import.meta.url));
const { builtMain, programOf } = await import('../../../tooling/run/built.mjs');
const built = builtMain(folder);
if (built) await import(pathToFileURL(built).href);
else runSources();

/** In a process of its own: sources need arguments of Node's. */
function runSources() {
  const child = spawn(process.execPath, [...programOf(folder), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // A terminal's Ctrl-C reaches the whole group; a signal sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
