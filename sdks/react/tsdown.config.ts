import { defineConfig } from 'tsdown';

// React and @bartleby/browser stay imports; the module is a client module for frameworks that tell them apart.
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  dts: { resolver: 'oxc' },
  sourcemap: false,
  clean: true,
  fixedExtension: false,
});
