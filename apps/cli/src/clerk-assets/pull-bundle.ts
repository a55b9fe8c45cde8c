import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { Complaint } from '../complaint.ts';
import type { PinnedBundle } from './pinned-bundles.ts';

const execute = promisify(execFile);

/** Folder of one bundle below the data folder; the server serves it as `/npm/<name>@<version>/…`. */
export const bundleFolder = (dataDir: string, { name, version }: Pick<PinnedBundle, 'name' | 'version'>) =>
  join(dataDir, 'clerk-assets', `${name}@${version}`);

/**
 * Fetches one published package with npm, compares its bytes with the pinned integrity and puts its `dist`
 * where the server serves it from. Replaces nothing until all bytes are checked.
 * @returns false when it is there already
 */
export async function pullBundle(dataDir: string, bundle: PinnedBundle): Promise<boolean> {
  const target = bundleFolder(dataDir, bundle);
  if (existsSync(join(target, bundle.entry))) return false;
  const folder = await mkdtemp(join(tmpdir(), 'bartleby-clerk-assets-'));
  try {
    const tarball = await packInto(folder, bundle);
    await checkIntegrity(tarball, bundle);
    await extract({
      file: tarball,
      cwd: folder,
      filter: (path) => /^package\/(dist\/|package\.json$|LICENSE)/.test(path),
    });
    await mkdir(join(target, '..'), { recursive: true });
    await rm(target, { recursive: true, force: true });
    await rename(join(folder, 'package'), target).catch(() => copyFolder(join(folder, 'package'), target));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return true;
}

async function packInto(folder: string, { name, version }: PinnedBundle): Promise<string> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    await execute(npm, ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], {
      cwd: folder,
    });
  } catch (error) {
    throw new Complaint(
      `npm could not fetch ${name}@${version}; check your connection and npm's configuration, then run this again.\n${(error as Error).message}`,
    );
  }
  const file = (await readdir(folder)).find((each) => each.endsWith('.tgz'));
  if (!file) throw new Complaint(`npm fetched no file for ${name}@${version}.`);
  return join(folder, file);
}

async function checkIntegrity(tarball: string, { name, version, integrity }: PinnedBundle): Promise<void> {
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  if (`sha512-${digest}` !== integrity)
    throw new Complaint(
      `${name}@${version} is not what it should be (its bytes differ from the pinned ones); nothing was changed.`,
    );
}

/** A rename across file systems is refused by the system: copy instead. */
async function copyFolder(from: string, to: string): Promise<void> {
  const { cp } = await import('node:fs/promises');
  await cp(from, to, { recursive: true });
}
