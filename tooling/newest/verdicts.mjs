// What a test run says about each package: pure, so that it can be tested without a run.

/**
 * The tests of one file that speak about a package: those in a `describe` that begins with its name, or all of
 * the file's when it has no such `describe`, as in a file about one SDK.
 *
 * @param {{ fullName: string, status: string }[]} tests of one file, as Vitest's JSON reporter has them
 * @param {string} sdk such as `@clerk/hono`
 */
export function testsAbout(tests, sdk) {
  const own = tests.filter(({ fullName }) => fullName.trim().startsWith(`${sdk} `));
  return own.length ? own : tests;
}

/**
 * @param {{ sdk: string, tested: string, tried: string | null, trouble?: string, tests: { fullName: string, status: string }[] }} run
 * @returns {{ passed: boolean, line: string }} one line for a person, with what failed below it
 */
export function verdictOn({ sdk, tested, tried, trouble, tests }) {
  const failed = tests.filter(({ status }) => status === 'failed');
  const passed = tests.filter(({ status }) => status === 'passed');
  const good = !trouble && failed.length === 0 && passed.length > 0;
  const versions = `${sdk} ${tried ?? '?'}${tried === tested ? ' (as tested)' : ` (tested: ${tested})`}`;
  const counts = trouble ?? `${passed.length} of ${passed.length + failed.length}`;
  const names = failed.map(({ fullName }) => `\n         ${fullName.trim()}`);
  return { passed: good, line: `${good ? 'ok    ' : 'FAILED'} ${versions}: ${counts}${names.join('')}` };
}

/**
 * Which packages the words of the command line mean.
 *
 * @param {{ package: string, state: string, tests: string[] }[]} known as in conformance/openapi/sdks.json
 * @param {string[]} words such as `hono` or `@clerk/hono`; none means every package that works
 * @throws {Error} when a word names no package that has tests
 */
export function chosenPackages(known, words) {
  const tested = known.filter(({ tests }) => tests.length > 0);
  const named = words.map((word) => (word.startsWith('@') ? word : `@clerk/${word}`));
  const unknown = named.filter((name) => !tested.some((each) => each.package === name));
  if (unknown.length)
    throw new Error(
      `No test drives ${unknown.join(', ')}. There are tests for:\n${tested.map((each) => each.package).join('\n')}`,
    );
  return named.length ? tested.filter((each) => named.includes(each.package)) : tested;
}
