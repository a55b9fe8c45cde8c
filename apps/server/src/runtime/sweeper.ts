import type { Log } from './log.ts';

/** Removes what has expired, of one feature. */
export interface Sweep {
  /** In words, for the log, e.g. `expired sessions`. */
  name: string;
  /** Answers how many rows it removed. */
  run: () => Promise<number>;
}

const EVERY_MS = 3 * 60_000;

/**
 * Runs the sweeps one after another every few minutes. Expired rows are dead already (every statement
 * checks), so that a failed sweep is only logged, and nodes may sweep at the same time.
 * @returns a function that stops it, after the running sweep
 */
export function startSweeper(
  sweeps: readonly Sweep[],
  log: Log,
  everyMs: number = EVERY_MS,
): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const sweepAll = async () => {
    for (const sweep of sweeps) if (!stopped) await sweepOnce(sweep, log);
  };
  const timer = setInterval(() => {
    running = running.then(sweepAll);
  }, everyMs);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}

async function sweepOnce({ name, run }: Sweep, log: Log): Promise<void> {
  try {
    const removed = await run();
    if (removed) log.debug('removed what has expired', { what: name, removed });
  } catch (error) {
    log.warn('could not remove what has expired', { what: name, error });
  }
}
