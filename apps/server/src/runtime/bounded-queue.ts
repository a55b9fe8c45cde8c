import { Refusal } from './refusal.ts';

/**
 * Lets heavy work run only so many at once, so that it never takes more than its share of the machine.
 * @param limits.running at once; @param limits.waiting queued behind them
 * @returns runs the work it is given; throws Refusal `too_many_requests` when too many wait, and `bad_request` when
 *   `signal` was aborted before the work's turn came: who has gone keeps nobody waiting.
 */
export function createBoundedQueue(limits: { readonly running: number; readonly waiting: number }) {
  let running = 0;
  const waiting = new Set<() => void>();
  const turn = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        waiting.delete(begin);
        reject(new Refusal('bad_request', { reason: 'the client has gone' }));
      };
      const begin = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      waiting.add(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  return async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    if (signal?.aborted) throw new Refusal('bad_request', { reason: 'the client has gone' });
    if (running >= limits.running) {
      if (waiting.size >= limits.waiting) throw new Refusal('too_many_requests');
      await turn(signal); // Woken with the slot already ours.
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next) {
        waiting.delete(next);
        next();
      } else running -= 1;
    }
  };
}
