import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file's text, or null when there is none. */
export function presentTypes(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/**
 * Makes `text` the file's content, by a rename: a compiler that reads meanwhile sees the old text or the new.
 * @returns false when it was so already, and nothing was touched
 */
export function writeTypes(file: string, text: string): boolean {
  if (presentTypes(file) === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  const written = `${file}.${process.pid}.tmp`;
  writeFileSync(written, text);
  renameSync(written, file);
  return true;
}
