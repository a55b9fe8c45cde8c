import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../../../tooling/run/install.mjs';
import { repository } from './bartleby-process.ts';

const LOCK = join(repository, '.cache', 'installing-examples');
const STALE_AFTER_MS = 300_000;

/**
 * Folder of an installed example. Its SDKs come from the packed tarballs in `.cache/sdk`; test files run side
 * by side, so that only one of them installs.
 */
export async function installedExample(name: 'nextjs' | 'express'): Promise<string> {
  if (!existsSync(join(repository, '.cache/sdk', `${name}.tgz`)))
    throw new Error('The SDKs are not packed: run `npm run build` first.');
  return installedApp(`examples/${name}`, { also: ['.cache/sdk'] });
}

/** Folder of an app of this repository with a lock file of its own, installed. */
export async function installedApp(folder: string, options: { also?: string[] } = {}): Promise<string> {
  const release = await takeTurn();
  try {
    await ensureInstalled(folder, options);
  } finally {
    release();
  }
  return join(repository, folder);
}

/** A folder that only one process can make is the lock; one that a killed run left behind is taken over. */
async function takeTurn(): Promise<() => void> {
  mkdirSync(join(LOCK, '..'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(LOCK);
      return () => rmSync(LOCK, { recursive: true, force: true });
    } catch {
      const age = existsSync(LOCK) ? Date.now() - statSync(LOCK).mtimeMs : 0;
      if (age > STALE_AFTER_MS) rmSync(LOCK, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
