// Pages for tests in a browser: what `npm run build` made, when it is as new as the sources, else a build of the test's
// own. The builds of several test files at once would cost more than the tests.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { builtPages } from './built.mjs';

/**
 * @param appFolder of an app below `apps` that Vite builds
 * @param react 'production': what ships; 'development': with React's warnings, always built anew
 */
export async function pagesForTest(appFolder, react = 'production') {
  const built = react === 'production' ? builtPages(appFolder) : null;
  if (built) return { folder: built, discard: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-pages-'));
  const require = createRequire(join(appFolder, 'package.json'));
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  // A process of its own: Vite looks at NODE_ENV, which is 'test' here.
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', appFolder, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    { env: { ...process.env, NODE_ENV: react } },
  );
  return { folder, discard: () => rmSync(folder, { recursive: true, force: true }) };
}
