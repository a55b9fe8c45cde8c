// Installs what a lock file asks for, once per lock file.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, isDone, markDone, mustRun, root, step } from './steps.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** `npm ci` in `folder` ('.' is the repository) unless its lock file is already installed. */
export async function ensureInstalled(folder = '.', { also = [] } = {}) {
  const hash = hashOf([join(folder, 'package-lock.json'), join(folder, 'package.json'), ...also]);
  const marker = join(folder, 'node_modules');
  const name = `install-${folder === '.' ? 'root' : folder}`;
  if (isDone(name, hash, [marker])) return false;
  // Someone may have run `npm install` by hand: what npm recorded then is as good as our own stamp.
  await step(`Installing dependencies${folder === '.' ? '' : ` of ${folder}`}`, async () => {
    await mustRun(
      npm,
      [existsSync(join(root, folder, 'package-lock.json')) ? 'ci' : 'install', '--no-audit', '--no-fund'],
      {
        cwd: join(root, folder),
        timeoutSeconds: 600,
      },
    );
  });
  markDone(name, hash);
  return true;
}
