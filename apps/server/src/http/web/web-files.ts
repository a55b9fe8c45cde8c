import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { serverFolder } from '../../server-folder.ts';

/** Where the built files lie that the server serves by path (DESIGN decision 24). */
export interface WebFiles {
  readonly dashboard: string;
  readonly portal: string;
  readonly docs: string;
  /** SDK tarballs. */
  readonly sdk: string;
  /** The published browser bundles, put there by `bartleby clerk-assets pull`. */
  readonly clerkAssets: string;
}

/** The repository's own builds, and the data folder's bundles. */
export function webFilesOf(config: Pick<Config, 'dataDirectory'>): WebFiles {
  const root = join(serverFolder, '../..');
  return {
    dashboard: join(root, 'apps/dashboard/dist'),
    portal: join(root, 'apps/portal/dist'),
    docs: join(root, 'docs/dist'),
    sdk: join(root, '.cache/sdk'),
    clerkAssets: join(config.dataDirectory, 'clerk-assets'),
  };
}
