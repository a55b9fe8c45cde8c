import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtMain } from './built.mjs';

let root: string;
let app: string;

/** Writes a file and sets when it was changed, in seconds; its folders were changed long ago. */
function put(path: string, changedAt: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), changedAt, changedAt);
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
    utimesSync(join(root, folder), 1, 1);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bartleby-built-'));
  app = join(root, 'apps/cli');
  put('apps/cli/src/commands/types.ts', 100);
  put('packages/claims-template/src/index.ts', 100);
});
afterEach(() => rmSync(root, { recursive: true }));

it('is the build when every source is older', () => {
  expect(builtMain(app)).toBeNull();
  put('apps/cli/dist/main.mjs', 200);
  expect(builtMain(app)).toBe(join(app, 'dist/main.mjs'));
});

it('is no build that is older than a source of the app or of a package', () => {
  put('apps/cli/dist/main.mjs', 200);
  put('apps/cli/src/commands/types.ts', 300);
  expect(builtMain(app)).toBeNull();
  put('apps/cli/src/commands/types.ts', 100);
  put('packages/claims-template/src/index.ts', 300);
  expect(builtMain(app)).toBeNull();
});

it('is no build that a source was added to, or taken from, since', () => {
  put('apps/cli/dist/main.mjs', 200);
  utimesSync(join(root, 'apps/cli/src/commands'), 300, 300);
  expect(builtMain(app)).toBeNull();
});

it('leaves out what lies beside the sources of a package, and does without sources', () => {
  put('apps/cli/dist/main.mjs', 200);
  put('packages/claims-template/node_modules/x/index.js', 300);
  put('packages/claims-template/.cache/left-by-a-test', 300);
  utimesSync(join(root, 'packages/claims-template'), 300, 300);
  expect(builtMain(app)).not.toBeNull();
  rmSync(join(root, 'apps/cli/src'), { recursive: true });
  rmSync(join(root, 'packages'), { recursive: true });
  expect(builtMain(app)).not.toBeNull();
});
