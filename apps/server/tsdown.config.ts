import { defineConfig } from 'tsdown';
import { appBundle } from '../../tooling/app-bundle.ts';

// The embedded database's process is started by its path, beside the main module.
export default defineConfig({
  ...appBundle,
  entry: { main: 'src/main.ts', child: 'src/database/embedded/child.ts' },
});
