import type { UserConfig } from 'tsdown';

/** How server and command line are bundled: our own packages in, what comes from elsewhere stays in node_modules. */
export const appBundle = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  sourcemap: false,
  clean: true,
  deps: { alwaysBundle: [/^@bartleby\//] },
  inputOptions: { resolve: { conditionNames: ['@bartleby/source', 'node', 'import', 'default'] } },
} satisfies UserConfig;
