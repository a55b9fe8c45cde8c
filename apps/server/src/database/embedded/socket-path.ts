import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../runtime/random.ts';

/** Unix sockets have room for 104 to 108 bytes of path, with the closing NUL. */
const MAX_PATH_BYTES = 99;

export interface SocketPath {
  path: string;
  /** Removes what was made for it. */
  remove(): void;
}

/**
 * Where server and engine meet: a socket in the data folder (0700), or, when its path is too long or its
 * file system has no sockets, in a private temporary folder. On Windows a pipe with a secret name.
 */
export async function chooseSocketPath(folder: string, random: Pick<Random, 'secret'>): Promise<SocketPath> {
  if (process.platform === 'win32')
    return { path: `\\\\.\\pipe\\bartleby-${random.secret()}`, remove: () => {} };
  const own = join(folder, 'database.sock');
  const removeOwn = () => rmSync(own, { force: true });
  removeOwn();
  if (Buffer.byteLength(own) <= MAX_PATH_BYTES && (await canListen(own)))
    return { path: own, remove: removeOwn };
  const temporary = mkdtempSync(join(tmpdir(), 'bartleby-'));
  chmodSync(temporary, 0o700);
  return {
    path: join(temporary, 'database.sock'),
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  };
}

async function canListen(path: string): Promise<boolean> {
  const probe = createServer();
  const listening = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(path, () => resolve(true));
  });
  if (listening) await new Promise((resolve) => probe.close(resolve));
  return listening;
}
