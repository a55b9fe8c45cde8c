import type { Command } from 'commander';

/** How a command finds the running server. */
export interface ServerFlags {
  url?: string;
  dataDir?: string;
}

/** Of which instance it speaks, beside. */
export interface InstanceFlags extends ServerFlags {
  app?: string;
  instance?: string;
}

/** Adds `--url` and `--data-dir`. */
export const addServerOptions = (command: Command): Command =>
  command
    .option('--url <url>', 'the running server (default: BARTLEBY_URL, else the last `bartleby dev`)')
    .option(
      '--data-dir <folder>',
      'data folder of `bartleby dev` (default: BARTLEBY_DATA_DIR, else .bartleby)',
    );

/** Adds `--app` and `--instance`, which `findInstance` takes, and what finds the server. */
export const addInstanceOptions = (command: Command): Command =>
  addServerOptions(
    command
      .option('--app <application>', 'application id or name')
      .option('--instance <instance>', 'development, production or an instance id'),
  );
