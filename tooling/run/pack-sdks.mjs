// Packs every SDK into .cache/sdk/<name>.tgz. The server serves these files and points their dependencies
// on each other at itself, so that an app installs them without any registry name.
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, mustRun, root } from './steps.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

export const sdkFolder = join(cache, 'sdk');

export async function packSdks() {
  rmSync(sdkFolder, { recursive: true, force: true });
  mkdirSync(sdkFolder, { recursive: true });
  for (const name of readdirSync(join(root, 'sdks'))) {
    const packed = JSON.parse(
      await mustRun(
        npm,
        ['pack', '--json', '--ignore-scripts', '--silent', '--pack-destination', sdkFolder],
        {
          cwd: join(root, 'sdks', name),
        },
      ),
    );
    const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
    renameSync(join(sdkFolder, filename), join(sdkFolder, `${name}.tgz`));
  }
}
