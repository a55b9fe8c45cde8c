import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `dev` keeps in `<data folder>/development-keys.json` (0600), so that every start can print it. */
export interface DevelopmentKeys {
  secretKey?: string;
  platformKey?: string;
  /** Where the development server was last reached: the CLI finds it by that. */
  url?: string;
}

/** The kept keys; an empty object when there are none. Throws when the file is not what we wrote. */
export function readDevelopmentKeys(folder: string): DevelopmentKeys {
  const path = join(folder, 'development-keys.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DevelopmentKeys;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`${path} cannot be read: delete it to have new keys made`, { cause: error });
  }
}

/** Replaces the file as a whole. */
export function writeDevelopmentKeys(folder: string, keys: DevelopmentKeys): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'development-keys.json');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
