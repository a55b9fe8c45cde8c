#!/usr/bin/env node
// Starts the command from its TypeScript sources: the export condition has to be set before Node loads a module.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Bartleby needs Node 20.19.0 or newer, and this is Node ${process.versions.node}: install a current Node and run the command again.`,
  );
  process.exit(1);
}

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const child = spawn(
  process.execPath,
  [
    '--conditions=@bartleby/source',
    '--import',
    fileURLToPath(import.meta.resolve('tsx')),
    main,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
// A terminal's Ctrl-C reaches the whole group; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
