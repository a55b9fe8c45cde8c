// Installs what a lock file asks for, once per lock file.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, isDone, markDone, mustRun, root, step } from './steps.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs `folder` ('.' is the repository) from its lock file, unless that was done already. */
export async function ensureInstalled(folder = '.', { also = [] } = {}) {
  const hash = hashOf([join(folder, 'package-lock.json'), join(folder, 'package.json'), ...also]);
  const marker = join(folder, 'node_modules');
  const name = `install-${folder === '.' ? 'root' : folder}`;
  if (isDone(name, hash, [marker])) return false;
  // The SDKs keep their version while their bytes change: npm would take the installed ones for these.
  if (folder !== '.') rmSync(join(root, folder, 'node_modules/@bartleby'), { recursive: true, force: true });
  // `npm ci` refuses a lock file that does not name every platform's optional binaries, and not every registry
  // has them all; `install --no-save` takes the same locked versions and leaves the lock file alone.
  // A framework's own package may ask for a newer Node than the framework: in an app npm warns, as it does elsewhere,
  // however strict this repository is about itself.
  const lenient = folder === '.' ? [] : ['--no-engine-strict'];
  await step(`Installing dependencies${folder === '.' ? '' : ` of ${folder}`}`, async () => {
    await mustRun(npm, ['install', '--no-save', '--no-audit', '--no-fund', ...lenient], {
      cwd: join(root, folder),
      timeoutSeconds: 600,
    });
  });
  markDone(name, hash);
  return true;
}
