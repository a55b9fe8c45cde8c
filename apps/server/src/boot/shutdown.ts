import type { Log } from '../runtime/log.ts';

/** One thing to end, in words for the log. */
interface Step {
  name: string;
  end: () => Promise<unknown>;
  /** How long it may take before the next one's turn. */
  withinMs: number;
}

/** What was opened, to be ended in the opposite order. */
export interface Shutdown {
  add(name: string, end: () => Promise<unknown>, withinMs?: number): void;
  /** Ends everything, each within its time; the second call waits for the first. */
  run(): Promise<void>;
}

const STEP_MS = 1_000;

export function createShutdown(log: Log): Shutdown {
  const steps: Step[] = [];
  let running: Promise<void> | undefined;
  const runAll = async () => {
    for (const step of steps.reverse()) await endWithin(step, log);
  };
  return {
    add: (name, end, withinMs = STEP_MS) => void steps.push({ name, end, withinMs }),
    run: () => {
      running ??= runAll();
      return running;
    },
  };
}

async function endWithin({ name, end, withinMs }: Step, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, withinMs, 'late');
  });
  try {
    if ((await Promise.race([end(), late])) === 'late') log.warn('did not end in time', { what: name });
  } catch (error) {
    log.warn('did not end well', { what: name, error });
  } finally {
    clearTimeout(timer);
  }
}
