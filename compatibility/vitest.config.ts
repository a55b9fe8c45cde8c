import { defineProject } from 'vitest/config';

// The stock app is built once per run for all files that only use it: see src/built-apps.ts.
const conditions = ['@bartleby/source', 'module', 'node', 'development|production'];

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@bartleby/source', 'node'] } },
  test: {
    name: 'compatibility',
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/built-apps-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
