// A copy of the repository in which the newest published packages are installed; the lock files stay as they are.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun, root, run } from '../run/steps.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const APPS = 'compatibility/apps';
const BUNDLES = 'apps/cli/src/clerk-assets/pinned-bundles.ts';
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Copies what git knows or would add, and installs it from its lock file. @returns the copy's folder */
export async function copyRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-newest-'));
  const listed = await mustRun('git', ['ls-files', '--cached', '--others', '--exclude-standard']);
  for (const path of listed.split('\n').filter((each) => each && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  // The tests ask git which files belong to an app.
  await mustRun('git', ['init', '--quiet', folder]);
  await npmInstall(folder, []);
  return folder;
}

const npmInstall = (cwd, wanted) =>
  mustRun(npm, ['install', '--no-audit', '--no-fund', '--no-engine-strict', '--save-exact', ...wanted], {
    cwd,
    timeoutSeconds: 600,
  });

/** Every folder of the copy whose package.json asks for published packages, with the versions it asks for. */
function manifests(folder) {
  const places = ['compatibility', ...readdirSync(join(folder, APPS)).map((name) => `${APPS}/${name}`)];
  return places
    .filter((place) => existsSync(join(folder, place, 'package.json')))
    .map((place) => {
      const { dependencies, devDependencies } = json(join(folder, place, 'package.json'));
      return { place, wanted: { ...dependencies, ...devDependencies } };
    });
}

/**
 * Installs the newest version of the given packages wherever the copy asks for one of them.
 *
 * @returns {Promise<Map<string, { tested: string, tried: string | null, trouble?: string }>>} by package
 */
export async function installNewest(folder, packages) {
  const found = new Map();
  for (const { place, wanted } of manifests(folder)) {
    const here = packages.filter((name) => wanted[name]);
    if (!here.length) continue;
    const trouble = await installHere(folder, place, here);
    for (const name of here)
      found.set(name, { tested: wanted[name], tried: installedVersion(folder, place, name), ...trouble });
  }
  for (const [name, versions] of await pinNewestBundles(folder, packages)) found.set(name, versions);
  return found;
}

async function installHere(folder, place, names) {
  const newest = names.map((name) => `${name}@latest`);
  try {
    // `compatibility` is a workspace of the repository, an app is on its own.
    if (place === 'compatibility') await npmInstall(folder, ['--workspace', place, ...newest]);
    else await npmInstall(join(folder, place), newest);
    return {};
  } catch (error) {
    return { trouble: `does not install\n${error.message}` };
  }
}

function installedVersion(folder, place, name) {
  const path = [join(folder, place), folder]
    .map((each) => join(each, 'node_modules', name, 'package.json'))
    .find((each) => existsSync(each));
  return path ? json(path).version : null;
}

/** The browser files that `bartleby clerk-assets pull` fetches: their versions stand in a source file. */
async function pinNewestBundles(folder, packages) {
  const path = join(folder, BUNDLES);
  let text = readFileSync(path, 'utf8');
  const found = new Map();
  for (const [whole, name, tested, integrity] of text.matchAll(
    /name: '([^']+)',\s+version: '([^']+)',\s+integrity:\s+'([^']+)'/g,
  )) {
    if (!packages.includes(name)) continue;
    const { code, output } = await run(npm, [
      'view',
      `${name}@latest`,
      'version',
      'dist.integrity',
      '--json',
    ]);
    if (code !== 0) {
      found.set(name, { tested, tried: null, trouble: `not found\n${output.slice(-1_000)}` });
      continue;
    }
    const { version, 'dist.integrity': bytes } = JSON.parse(output);
    text = text.replace(whole, whole.replace(tested, version).replace(integrity, bytes));
    found.set(name, { tested, tried: version });
  }
  writeFileSync(path, text);
  return found;
}
