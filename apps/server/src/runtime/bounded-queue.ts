import { Refusal } from './refusal.ts';

/**
 * Lets heavy work run only so many at once, so that it never takes more than its share of the machine.
 * @param limits.running at once; @param limits.waiting queued behind them
 * @returns runs the work it is given; throws Refusal `too_many_requests` when too many wait.
 */
export function createBoundedQueue(limits: { readonly running: number; readonly waiting: number }) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limits.running) {
      if (waiting.length >= limits.waiting) throw new Refusal('too_many_requests');
      await new Promise<void>((resolve) => waiting.push(resolve)); // Woken with the slot already ours.
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
