import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';

/**
 * The encryption key that `dev` keeps beside the data (`encryption-key`, mode 0600), made when it is
 * missing. Whoever reads the data folder has both: it guards against accidents only.
 */
export function dataFolderKey(
  folder: string,
  random: Pick<Random, 'bytes'>,
): { key: Uint8Array; isNew: boolean } {
  const path = join(folder, 'encryption-key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const text = Buffer.from(random.bytes(32)).toString('base64');
    writeFileSync(path, `${text}\n`, { mode: 0o600, flag: 'wx' });
    return { key: decode(text, path), isNew: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return { key: decode(readFileSync(path, 'utf8'), path), isNew: false };
  }
}

function decode(text: string, path: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32)
    throw new Error(
      `${path} does not hold 32 bytes in base64: restore it, or start with an empty data folder`,
    );
  return new Uint8Array(bytes);
}
