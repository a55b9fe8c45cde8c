import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isFreePort, type NextApp, startNextApp } from '@bartleby/e2e/harness';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    builtApps: { folder: string; serverPort: number };
  }
}

/**
 * The port that the servers of one run take one after the other: Next writes a key, which holds the server's
 * port, into what it builds. `undefined` while another file's server listens there.
 */
export async function portOfBuiltApps(): Promise<string | undefined> {
  const { serverPort } = inject('builtApps');
  return (await isFreePort(serverPort)) ? String(serverPort) : undefined;
}

/**
 * Starts a production build of an app that was built in this run with the same files and public variables, or
 * builds it: `copy` makes the folder.
 */
export async function startBuiltApp(
  block: Record<string, string>,
  files: Record<string, string>,
  copy: () => string,
): Promise<NextApp> {
  const publicOnes = Object.entries(block).filter(([name]) => name.startsWith('NEXT_PUBLIC_'));
  const key = createHash('sha256')
    .update(JSON.stringify([publicOnes, files]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(inject('builtApps').folder, key);
  const built = existsSync(join(folder, '.next/BUILD_ID'));
  if (!existsSync(folder)) renameSync(copy(), folder);
  return startNextApp(folder, block, built ? 'built' : 'production');
}
