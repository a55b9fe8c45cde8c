import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

it('runs the example of the README as it stands there', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readme)!;
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  // Inside the workspace, so that the package resolves by its name; ignored by git.
  const cache = join(import.meta.dirname, '../.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'readme-'));
  try {
    writeFileSync(join(folder, 'example.ts'), example!);
    await import(/* @vite-ignore */ join(folder, 'example.ts'));
    expect(log.mock.calls).toEqual([['Ada Lovelace']]);
  } finally {
    rmSync(folder, { recursive: true });
    log.mockRestore();
  }
});
