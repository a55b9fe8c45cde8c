import { closeSync, fsyncSync, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The data folder cannot be used; the message says why and what to do. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
}

/** A new database takes some 40 MB; an open one must be able to add to its log. */
const PROBE_BYTES = 2 * 1024 * 1024;

/**
 * Makes the folder when it is missing and writes to it once, before the engine does: the engine's own
 * answer to a full or read-only disk is an opaque message, or none.
 * @throws DataFolderUnusable
 */
export function probeFolder(folder: string): void {
  const file = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const handle = openSync(file, 'w', 0o600);
    try {
      writeWhole(handle, Buffer.alloc(PROBE_BYTES));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
      unlinkSync(file);
    }
  } catch (error) {
    throw new DataFolderUnusable(describe(folder, error), { cause: error });
  }
}

function writeWhole(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}

function describe(folder: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `the disk of the data folder ${folder} is full: free some space`;
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return `the data folder ${folder} cannot be written to (${code}): give this user write access, or choose another with --data-dir`;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `the data folder ${folder} is not a folder: choose another with --data-dir`;
  return `the data folder ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`;
}
