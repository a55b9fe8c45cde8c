import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  dts: { resolver: 'oxc' },
  sourcemap: false,
  clean: true,
  fixedExtension: false,
  inputOptions: { resolve: { conditionNames: ['@bartleby/source', 'node', 'import', 'default'] } },
});
