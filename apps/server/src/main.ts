import { createShutdown } from './boot/shutdown.ts';
import { startServer } from './boot/start-server.ts';
import { readSettings } from './config.ts';
import type { Settings } from './configuration/settings.ts';
import { systemClock } from './runtime/clock.ts';
import { createLog } from './runtime/log.ts';

/** Everything ends within five seconds of a signal; this is the last resort. */
const LAST_RESORT_MS = 4_800;

async function main(): Promise<void> {
  const settings = settingsOrExit();
  const log = createLog({
    clock: systemClock,
    level: settings.logLevel,
    format: settings.logFormat,
    write: (line) => void process.stderr.write(`${line}\n`),
  });
  const shutdown = createShutdown(log);
  const stop = (exitCode: number) => {
    setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
    void shutdown.run().then(() => process.exit(exitCode));
  };
  process.stderr.on('error', () => {}); // Whoever read our log is gone; that is no reason to end.
  process.stdout.on('error', () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      log.info('stopping', { signal });
      stop(0);
    });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      log.error('a defect: the server stops', { event, error });
      stop(1);
    });
  try {
    const facts = await startServer(settings, log, shutdown);
    log.info('ready', { url: facts.url });
    if (settings.readyJson) process.stdout.write(`${JSON.stringify(facts)}\n`);
  } catch (error) {
    // What a person can change is said in a sentence; the stack is for whoever debugs.
    console.error(error instanceof Error ? error.message : String(error));
    log.debug('could not start', { error });
    stop(1);
  }
}

function settingsOrExit(): Settings {
  try {
    return readSettings();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

void main();
