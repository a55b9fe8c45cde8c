import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { ensureChromium } from './chromium.mjs';
import { failedTests, failureDigest } from './failed-tests.mjs';
import { ensureInstalled } from './install.mjs';
import { runLanes } from './lanes.mjs';
import { cache, run, step } from './steps.mjs';
import { suites } from './suites.mjs';

const logs = join(cache, 'test-logs');
const slug = (name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** Runs the suites whose names contain one of `words` (all when there are none). */
export async function testEverything(words) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  try {
    await ensureInstalled();
    await build();
    const chosen = suites.filter(({ name }) => !words.length || words.some((word) => name.includes(word)));
    const chromium = await findChromium(chosen);
    rmSync(logs, { recursive: true, force: true });
    mkdirSync(logs, { recursive: true });
    if (!words.length) rmSync(join(cache, 'answers'), { recursive: true, force: true });
    await runLanes(chosen, async (suite) => add(totals, await runSuite(suite, chromium, failures)));
  } catch (error) {
    failures.push(`- npm test itself: ${error.message ?? error}`);
    totals.failed += 1;
  }
  const digest = failureDigest(failures);
  if (digest) console.log(digest);
  const skipped = totals.skipped ? `, ${totals.skipped} skipped` : '';
  console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
  process.exitCode = totals.failed || !totals.passed ? 1 : 0;
}

async function findChromium(chosen) {
  if (!chosen.some(({ needs }) => needs?.includes('chromium'))) return null;
  let found = null;
  await step('Looking for Chromium', async () => {
    found = await ensureChromium();
    return found.path ?? 'none';
  });
  return found;
}

async function runSuite(suite, chromium, failures) {
  const startedAt = performance.now();
  if (suite.needs?.includes('chromium') && !chromium?.path) {
    failures.push(`- ${suite.name}: ${chromium.complaint}`);
    return report(suite, startedAt, { passed: 0, failed: 1, skipped: 0 });
  }
  const env = { ...process.env, ...suite.env, BARTLEBY_CHROMIUM: chromium?.path ?? '', NO_COLOR: '1' };
  const { counts, output, failed } = suite.check ? await runCheck(suite, env) : await runVitest(suite, env);
  writeFileSync(join(logs, `${slug(suite.name)}.log`), output);
  if (counts.failed)
    failures.push(...(failed?.length ? failed : [`- ${suite.name}\n${output.slice(-4_000)}`]));
  return report(suite, startedAt, counts);
}

async function runCheck({ check: [command, ...args] }, env) {
  const { code, output } = await run(command, args, { env, timeoutSeconds: 900 });
  return { counts: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, output };
}

async function runVitest({ name, vitest, exclude = [] }, env) {
  const results = join(logs, `${slug(name)}.json`);
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...vitest,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ];
  for (const pattern of exclude) args.push('--exclude', pattern);
  const { code, output } = await run(process.execPath, args, { env, timeoutSeconds: 3_000 });
  if (!existsSync(results))
    return { counts: { passed: 0, failed: 1, skipped: 0 }, output: `${output}\nthe suite did not run` };
  const found = JSON.parse(readFileSync(results, 'utf8'));
  const counts = {
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + (found.numTodoTests ?? 0),
  };
  // A file that breaks while loading fails no test of its own, and an unhandled error none at all.
  if (code !== 0 && !counts.failed) counts.failed = Math.max(1, found.numFailedTestSuites ?? 0);
  if (!counts.passed && !counts.failed) counts.failed = 1;
  return { counts, output, failed: failedTests(found) };
}

function report({ name }, startedAt, counts) {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
  console.log(
    `${counts.failed ? 'FAILED' : 'ok    '} ${name}: ${counts.passed} of ${counts.passed + counts.failed}${skipped} (${seconds} s)`,
  );
  return counts;
}

function add(totals, counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}
