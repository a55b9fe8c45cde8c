import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { foregroundOf } from './foreground.ts';
import { givingWay } from './giving-way.ts';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'setImmediate'] }),
);
afterEach(() => void vi.useRealTimers());

/** Milliseconds that it waits, of at most a minute. */
async function restOf(giveWay: () => Promise<void>): Promise<number> {
  const from = performance.now();
  let until = Number.POSITIVE_INFINITY;
  void giveWay().then(() => (until = performance.now()));
  for (let waited = 0; waited < 60_000 && until === Number.POSITIVE_INFINITY; waited += 10)
    await vi.advanceTimersByTimeAsync(10);
  return until - from;
}
const work = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

it('does not wait while nobody is being answered', async () => {
  const giveWay = givingWay({ database: {} });
  work(1_000);
  expect(await restOf(giveWay)).toBeLessThanOrEqual(10);
});

it('waits until everybody is answered', async () => {
  const dependencies = { database: {} };
  const giveWay = givingWay(dependencies);
  work(1_000);
  const end = foregroundOf(dependencies).begin();
  setTimeout(end, 500);
  const rested = await restOf(giveWay);
  expect(rested).toBeGreaterThanOrEqual(500);
  expect(rested).toBeLessThan(520);
});

it.each([
  [4, 10_000],
  [1, 4_000],
])('under traffic that never ends rests %s times as long as it works, and ends', async (rest, total) => {
  const dependencies = { database: {} };
  foregroundOf(dependencies).begin();
  const giveWay = givingWay(dependencies, rest);
  const from = performance.now();
  for (let step = 0; step < 20; step += 1) {
    work(100);
    await restOf(giveWay);
  }
  const elapsed = performance.now() - from;
  expect(elapsed).toBeGreaterThan(total - 500);
  expect(elapsed).toBeLessThan(total + 500);
});
