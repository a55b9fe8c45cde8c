// The last thing `npm test` prints before its totals: what failed and why, short enough to be read whole.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './steps.mjs';

const MOST_TESTS = 15;
const MOST_CHARACTERS = 1_200;

/** One text per failed test, or per file that broke while loading, of what Vitest's JSON reporter wrote. */
export function failedTests({ testResults }, folder = root) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [describe(file, message)] : [];
    return failed.map(({ fullName, failureMessages }) =>
      describe(`${file} > ${fullName}`, failureMessages.at(-1)),
    );
  });
}

/** The section to print; empty when nothing failed. */
export function failureDigest(failures) {
  if (failures.length === 0) return '';
  const more = failures.length - MOST_TESTS;
  return [
    '\nWhat failed:',
    ...failures.slice(0, MOST_TESTS),
    ...(more > 0 ? [`… and ${more} more: see .cache/test-logs`] : []),
  ].join('\n');
}

function describe(title, message = '') {
  const why = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() && !/^\s+at .*node_modules/.test(line))
    .join('\n')
    .slice(0, MOST_CHARACTERS);
  return `- ${title}\n${why.replaceAll(/^/gm, '    ')}`;
}
