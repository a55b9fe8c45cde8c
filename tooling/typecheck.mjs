// Type-checks every workspace that has a tsconfig.json, two at a time; exits 1 when one has an error.
// TypeScript 7 only checks here: what builds, or asks the language service, needs the API of 6.0.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const under = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const projects = [
  ...under('packages'),
  ...under('sdks'),
  ...under('apps'),
  'compatibility',
  'e2e',
  'benchmarks',
  '.',
]
  .map((folder) => join(folder, 'tsconfig.json'))
  .filter((path) => existsSync(join(root, path)));

const only = process.argv.slice(2);
const queue = only.length ? projects.filter((path) => only.some((name) => path.startsWith(name))) : projects;
let failed = 0;

async function worker() {
  for (let project = queue.shift(); project; project = queue.shift()) {
    const code = await new Promise((resolve) => {
      const tsc = spawn(
        process.execPath,
        [join(root, 'node_modules/typescript-native/bin/tsc'), '-p', project],
        {
          cwd: root,
          stdio: 'inherit',
        },
      );
      tsc.on('exit', resolve);
    });
    if (code !== 0) failed += 1;
  }
}
await Promise.all([worker(), worker()]);
process.exitCode = failed ? 1 : 0;
