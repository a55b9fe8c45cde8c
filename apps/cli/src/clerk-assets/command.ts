import type { Command } from 'commander';
import { readCliConfig } from '../config.ts';
import { pinnedBundles } from './pinned-bundles.ts';
import { pullBundle } from './pull-bundle.ts';

/** `bartleby clerk-assets pull`: the browser bundles that the published SDKs load at run time. */
export function addClerkAssets(program: Command): void {
  program
    .command('clerk-assets')
    .description('the browser bundles that the published @clerk/* SDKs load from your server')
    .command('pull')
    .description('fetch them once (exact versions, integrity checked) into the data folder')
    .option('--data-dir <folder>', 'data folder (default: BARTLEBY_DATA_DIR, else .bartleby)')
    .action(async (flags: { dataDir?: string }) => {
      const { dataDir } = readCliConfig(flags);
      for (const bundle of pinnedBundles) {
        const pulled = await pullBundle(dataDir, bundle);
        process.stdout.write(`${bundle.name}@${bundle.version} ${pulled ? 'fetched' : 'is there already'}\n`);
      }
    });
}
