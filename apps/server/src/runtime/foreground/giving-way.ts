import { foregroundOf } from './foreground.ts';

/** How much work gives way: in all it rests at most so many times as long as it works. */
export const restPerWork = { asked: 4, awaitedBySave: 1 } as const;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * For long work that an operator asked for, a new one for each. Called between its small steps, it lets others on the
 * event loop, and waits while people are being answered. Time of quiet is saved up: who works alone for a second may
 * later wait for as long.
 * @param rest of `restPerWork`
 */
export function givingWay(
  dependencies: { readonly database: object },
  rest: number = restPerWork.asked,
): () => Promise<void> {
  const foreground = foregroundOf(dependencies);
  const begunAt = performance.now();
  let rested = 0;
  return async () => {
    const from = performance.now();
    const worked = from - begunAt - rested;
    await turn();
    await foreground.quiet(rest * worked - rested);
    // The answer goes out before the next step.
    await turn();
    rested += performance.now() - from;
  };
}
