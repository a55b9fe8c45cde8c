import { defineConfig } from 'vitest/config';

// Tests run from source: the export condition sends @bartleby/* to src/index.ts.
const conditions = ['@bartleby/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@bartleby/source', 'node'] } },
  test: {
    include: ['**/src/**/*.test.{ts,tsx}', 'tooling/**/*.test.{ts,mjs}'],
    exclude: ['**/node_modules/**', '**/dist/**', 'examples/**'],
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
