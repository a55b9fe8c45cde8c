// Every suite of `npm test`, in running order. Suites of different lanes run side by side: what drives browsers and
// starts apps waits a lot, and leaves the cores to the others. A lane that is done helps the others (lanes.mjs). A
// `check` is one command that passes or fails; the others are Vitest runs, counted test by test.
const node = process.execPath;

/** The tests that use the stock Next app. */
const ofNextjs = ['nextjs', 'nextjs-dev', 'nextjs-proxy', 'sign-in-components', 'social', 'user-profile'].map(
  (name) => `${name}.test.ts`,
);

/** @type {{ name: string, check?: [string, ...string[]], vitest?: string[], exclude?: string[], env?: Record<string, string>, needs?: string[], lane?: string, inOrder?: boolean }[]} */
export const suites = [
  {
    name: 'format and lint',
    check: [node, 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', check: [node, 'tooling/typecheck.mjs'] },
  { name: 'architecture: sizes and names', check: [node, 'tooling/check-architecture.mjs'] },
  {
    name: 'architecture: imports',
    check: [
      node,
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      'tooling/dependency-cruiser.config.cjs',
      'packages',
      'sdks',
      'apps',
    ],
  },
  // Pure functions: a process for each file would cost a third of the suite.
  { name: 'packages', vitest: ['packages', 'tooling', '--no-isolate'] },
  // The name alone would take in the published SDKs' server-sdks too, which have a suite of their own.
  { name: 'sdks', vitest: ['sdks'], exclude: ['**/server-sdks/**'], needs: ['chromium'] },
  {
    name: 'server on PostgreSQL',
    vitest: ['apps/server'],
    exclude: ['**/*.fault.test.ts'],
    env: { BARTLEBY_TEST_DATABASE: 'postgres' },
  },
  {
    // Of the answers that the suite before it had: docs/compatibility.md, and what may only get shorter.
    name: 'record of the answers',
    inOrder: true,
    check: [
      node,
      '--import',
      'tsx',
      '--conditions',
      '@bartleby/source',
      'apps/server/src/testing/answers/write-compatibility.ts',
      '--check',
    ],
  },
  {
    name: 'server on the embedded database',
    vitest: ['apps/server'],
    exclude: ['**/*.fault.test.ts'],
    env: { BARTLEBY_TEST_DATABASE: 'embedded' },
  },
  { name: 'benchmark smoke test', vitest: ['benchmarks'] },
  {
    name: 'server faults',
    vitest: ['.fault.test.'],
    env: { BARTLEBY_TEST_DATABASE: 'embedded' },
  },
  {
    name: 'Dashboard and CLI',
    lane: 'browser',
    vitest: ['apps/dashboard', 'apps/portal', 'apps/cli'],
    needs: ['chromium'],
  },
  {
    name: 'compatibility: the published SDK for Next.js',
    lane: 'browser',
    vitest: ofNextjs.map((file) => `compatibility/src/${file}`),
    // One file after the other: they share builds of the stock app, by the port of its server.
    env: { VITEST_MAX_WORKERS: '1' },
    needs: ['chromium'],
  },
  {
    name: 'compatibility: the other published SDKs',
    lane: 'apps',
    vitest: ['compatibility/src'],
    exclude: ofNextjs.map((file) => `**/${file}`),
    // Each file has a server and apps of its own: one file at a time is enough for two cores.
    env: { VITEST_MAX_WORKERS: '1' },
    needs: ['chromium'],
  },
  { name: 'end to end in Chromium', lane: 'apps', vitest: ['e2e'], needs: ['chromium'] },
];
