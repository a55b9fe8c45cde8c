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
  // Imports of Next stay as they are written: server functions need the short names, which Next's bundlers give
  // another meaning by place.
  deps: { neverBundle: ['#provider', /^next\//] },
  inputOptions: { resolve: { conditionNames: ['@bartleby/source', 'import', 'default'] } },
});
