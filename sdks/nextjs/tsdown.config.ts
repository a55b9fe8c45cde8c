import { defineConfig } from 'tsdown';

// One file out for each file in: 'use client' marks single modules, and package.json chooses between two of them.
export default defineConfig({
  entry: ['src/index.ts', 'src/server/index.ts', 'src/provider/*.tsx'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  unbundle: true,
  dts: { resolver: 'oxc' },
  sourcemap: false,
  clean: true,
  fixedExtension: false,
  deps: { neverBundle: ['#provider'] },
  inputOptions: { resolve: { conditionNames: ['@bartleby/source', 'import', 'default'] } },
});
