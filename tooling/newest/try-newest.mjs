// `npm run compatibility:newest [-- hono vue …]`: the compatibility tests against the newest published packages, in
// a copy of this repository. One line per package says which version was tried and whether it passed. `npm test`
// runs the versions that the lock files pin; what is newer is a maintainer's news, not a contributor's failure.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensureChromium } from '../run/chromium.mjs';
import { cache, mustRun, root, run, step } from '../run/steps.mjs';
import { copyRepository, installNewest } from './newest-copy.mjs';
import { chosenPackages, testsAbout, verdictOn } from './verdicts.mjs';

const known = JSON.parse(readFileSync(join(root, 'conformance/openapi/sdks.json'), 'utf8'));
const logs = join(cache, 'newest');

/** Tries the packages that the words name; resolves to whether all passed. */
async function tryNewest(words) {
  const chosen = chosenPackages(known, words);
  const packages = chosen.map((each) => each.package);
  const chromium = await ensureChromium();
  if (!chromium.path) throw new Error(chromium.complaint);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  let folder;
  try {
    let versions;
    await step('Copying and installing the repository', async () => {
      folder = await copyRepository();
    });
    await step('Installing the newest published packages', async () => {
      versions = await installNewest(folder, packages);
    });
    await step('Building', () =>
      mustRun(process.execPath, ['tooling/build.mjs'], { cwd: folder }).then(() => 'done'),
    );
    const results = new Map();
    for (const file of new Set(chosen.flatMap(({ tests }) => tests)))
      await step(`Running ${file}`, async () => {
        results.set(file, await runFile(folder, file, packages, chromium.path));
      });
    const verdicts = chosen.map((each) => {
      const tests = each.tests.flatMap((file) => testsAbout(results.get(file), each.package));
      return verdictOn({ sdk: each.package, ...versions.get(each.package), tests });
    });
    for (const { line } of verdicts) console.log(line);
    console.log(`What the tests said: ${logs}`);
    return verdicts.every(({ passed }) => passed);
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs one test file, of a file about several packages only what is about the chosen ones. */
async function runFile(folder, file, packages, chromium) {
  const results = join(logs, `${basename(file)}.json`);
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    file,
    '--retry=1',
    '--reporter=default',
    '--reporter=json',
  ];
  if (readFileSync(join(folder, file), 'utf8').includes("'@clerk/%s'"))
    args.push('--testNamePattern', `^(${packages.join('|')}) `);
  const env = { ...process.env, VITEST_MAX_WORKERS: '1', BARTLEBY_CHROMIUM: chromium, FORCE_COLOR: '0' };
  const { output } = await run(process.execPath, [...args, `--outputFile.json=${results}`], {
    cwd: folder,
    env,
    timeoutSeconds: 1_800,
  });
  writeFileSync(join(logs, `${basename(file)}.log`), output);
  if (!existsSync(results)) return [{ fullName: `${file} did not run`, status: 'failed' }];
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'));
  return testResults.flatMap(({ assertionResults, status, message }) =>
    assertionResults.length || status === 'passed'
      ? assertionResults
      : [{ fullName: `${file}: ${message.slice(0, 500)}`, status: 'failed' }],
  );
}

try {
  process.exitCode = (await tryNewest(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
