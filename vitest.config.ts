import { defineConfig } from 'vitest/config';

// Tests run from source: the export condition sends @bartleby/* to src/index.ts.
const conditions = ['@bartleby/source', 'module', 'node', 'development|production'];
const resolution = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@bartleby/source', 'node'] } },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      // The server's tests share one migrated database per run.
      'apps/server/vitest.config.ts',
      // Files that use the stock Next app share one build.
      'compatibility/vitest.config.ts',
      {
        ...resolution,
        test: {
          name: 'rest',
          include: ['**/src/**/*.test.{ts,tsx}', 'tooling/**/*.test.{ts,mjs}'],
          exclude: ['**/node_modules/**', '**/dist/**', 'examples/**', 'apps/server/**', 'compatibility/**'],
          // A limit against hanging, not a measure: a busy machine takes many times as long.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
