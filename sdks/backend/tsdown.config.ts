import { defineConfig, type UserConfig } from 'tsdown';

// The private packages are bundled in: nothing of ours but this package reaches a customer. Its public types name
// none of theirs, so there is nothing of them to bundle.
const both: UserConfig = {
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  sourcemap: false,
  fixedExtension: false,
  inputOptions: { resolve: { conditionNames: ['@bartleby/source', 'import', 'default'] } },
};

export default defineConfig([
  {
    ...both,
    entry: ['src/index.ts', 'src/environment/index.ts', 'src/internal/index.ts'],
    dts: { resolver: 'oxc' },
    clean: true,
    // package.json chooses Node's or WebCrypto's where the package is loaded.
    deps: { neverBundle: ['#platform'] },
  },
  {
    ...both,
    entry: { 'platform/node': 'src/platform/node.ts', 'platform/webcrypto': 'src/platform/webcrypto.ts' },
    dts: false,
    clean: false,
  },
]);
