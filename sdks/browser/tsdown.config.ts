import { defineConfig } from 'tsdown';

// The private packages are bundled in, types included: nothing of ours but this package reaches a customer.
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  dts: { resolver: 'oxc' },
  sourcemap: false,
  clean: true,
  fixedExtension: false,
  inputOptions: { resolve: { conditionNames: ['@bartleby/source', 'browser', 'import', 'default'] } },
});
