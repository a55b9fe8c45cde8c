// Every suite of `npm test`, in running order. Suites of different lanes run side by side: the published SDKs in
// browsers wait a lot, and leave a core to the others. A `check` is one command that passes or fails; the others
// are Vitest runs, counted test by test.
const node = process.execPath;

/** @type {{ name: string, check?: [string, ...string[]], vitest?: string[], exclude?: string[], env?: Record<string, string>, needs?: string[], lane?: 'browser' }[]} */
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
  { name: 'packages', vitest: ['packages', 'tooling'] },
  { name: 'sdks', vitest: ['sdks'], needs: ['chromium'] },
  {
    name: 'server on PostgreSQL',
    vitest: ['apps/server'],
    exclude: ['**/*.fault.test.ts'],
    env: { BARTLEBY_TEST_DATABASE: 'postgres' },
  },
  {
    // Of the answers that the suite before it had: docs/compatibility.md, and what may only get shorter.
    name: 'record of the answers',
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
  {
    name: 'server faults',
    vitest: ['.fault.test.'],
    env: { BARTLEBY_TEST_DATABASE: 'embedded' },
  },
  { name: 'benchmark smoke test', vitest: ['benchmarks'] },
  {
    name: 'Dashboard and CLI',
    lane: 'browser',
    vitest: ['apps/dashboard', 'apps/portal', 'apps/cli'],
    needs: ['chromium'],
  },
  {
    name: 'compatibility with the published SDKs',
    lane: 'browser',
    vitest: ['compatibility'],
    // Each file has a server, an app and browsers of its own: one file at a time is enough for two cores.
    env: { VITEST_MAX_WORKERS: '1' },
    needs: ['chromium'],
  },
  { name: 'end to end in Chromium', vitest: ['e2e'], needs: ['chromium'] },
];
