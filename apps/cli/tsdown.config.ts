import { defineConfig } from 'tsdown';
import { appBundle } from '../../tooling/app-bundle.ts';

export default defineConfig({ ...appBundle, entry: ['src/main.ts'] });
