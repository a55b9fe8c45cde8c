// `npm run bench`: runs the benchmark from its TypeScript sources; the export condition has to be set before
// Node loads a module.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

let tsx;
try {
  tsx = import.meta.resolve('tsx');
} catch {
  console.error('The benchmark needs its packages: run `npm install` first.');
  process.exit(1);
}
const main = join(import.meta.dirname, 'src', 'main.ts');
const child = spawn(
  process.execPath,
  ['--conditions=@bartleby/source', '--import', tsx, main, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// A terminal's Ctrl-C reaches the whole group; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
