import type { Command } from 'commander';
import { describeReadyServer, describeStartedServer } from '../ready-text.ts';
import { runServer, type ServerFlags } from '../run-server.ts';

/** `bartleby dev`: a development server with everything in a data folder. */
export function addDev(program: Command): void {
  program
    .command('dev')
    .description('start a development server: embedded database, next free port, one-time Dashboard link')
    .option('--port <port>', 'port to listen on (default: PORT, else 1853; taken: the next free one)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--data-dir <folder>', 'data folder (default: BARTLEBY_DATA_DIR, else .bartleby)')
    .option(
      '--json',
      'print exactly one line of JSON when ready: url, publishableKey, secretKey, platformKey, dashboardUrl',
    )
    .action(async ({ json, ...flags }: ServerFlags & { json?: boolean }) => {
      await runServer('dev', flags, (facts) =>
        process.stdout.write(json ? `${JSON.stringify(facts)}\n` : describeReadyServer(facts)),
      );
    });
}

/** `bartleby start`: a server for others to use; it refuses an unsafe configuration, every problem at once. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('start a server for production; lists everything that is missing before it listens')
    .option('--port <port>', 'port to listen on (default: PORT, else 1853)')
    .option('--host <address>', 'address to listen on')
    .option('--data-dir <folder>', 'data folder (default: BARTLEBY_DATA_DIR, else .bartleby)')
    .action(async (flags: ServerFlags) => {
      await runServer('start', flags, (facts) => process.stdout.write(describeStartedServer(facts)));
    });
}
