// Whether an app runs from what `npm run build` made of it, or from its sources: a build that is older than a
// source does not count, so that whoever edits sees the change at the next start.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Arguments with which Node runs a module of an app, `src/main.ts` unless told: built where it is, else the source. */
export function programOf(appFolder, source = 'main.ts') {
  const built = source === 'main.ts' ? builtMain(appFolder) : null;
  if (built) return [built];
  // The export condition has to be set before Node loads a module.
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  return ['--conditions=@bartleby/source', '--import', tsx, join(appFolder, 'src', source)];
}

/** Of an app's folder below `apps`: the built main module, or null when there is none or a source is newer. */
export function builtMain(appFolder) {
  return unlessStale(join(appFolder, 'dist', 'main.mjs'), [appFolder, ...packagesOf(appFolder)]);
}

/** Of an app that is pages in a browser: the folder of the built ones, or null when there is none or a source is newer. */
export function builtPages(appFolder) {
  const sdks = ['browser', 'react'].map((name) => join(appFolder, '..', '..', 'sdks', name));
  const folder = join(appFolder, 'dist');
  return unlessStale(join(folder, 'index.html'), [appFolder, ...packagesOf(appFolder), ...sdks]) && folder;
}

function packagesOf(appFolder) {
  const packages = join(appFolder, '..', '..', 'packages');
  return entriesOf(packages).map(({ name }) => join(packages, name));
}

/** `output` when it is there and none of its owners' sources is newer, else null. */
function unlessStale(output, owners) {
  const builtAt = changedAt(output);
  if (builtAt === null) return null;
  // What tests and tools leave beside the sources changes nothing.
  const sources = owners.map((folder) => join(folder, 'src'));
  return sources.some((folder) => hasNewer(folder, builtAt)) ? null : output;
}

function hasNewer(folder, than) {
  if ((changedAt(folder) ?? 0) > than) return true; // Something was added or taken away.
  return entriesOf(folder).some((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? hasNewer(path, than) : (changedAt(path) ?? 0) > than;
  });
}

/** Nothing where an installation brings no sources. */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Milliseconds since 1970, or null where there is nothing. */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
