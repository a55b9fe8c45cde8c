import { defineProject } from 'vitest/config';

// The server's tests share one migrated database per run. Fault tests have their own and need no shared one.
const conditions = ['@bartleby/source', 'module', 'node', 'development|production'];

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@bartleby/source', 'node'] } },
  test: {
    name: 'server',
    include: ['src/**/*.test.ts'],
    // One process per worker, not per file: the server is loaded, and an embedded database opened, once in each.
    isolate: false,
    globalSetup: ['src/testing/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
