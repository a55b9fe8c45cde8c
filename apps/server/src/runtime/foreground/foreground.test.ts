import { describe, expect, it } from 'vitest';
import { Foreground, foregroundOf } from './foreground.ts';

/** Whether it has resolved once everything that was ready has run. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

const LONG = 60_000;

describe('the foreground', () => {
  it('is quiet while nobody is being answered', async () => {
    expect(await isSettled(new Foreground().quiet(LONG))).toBe(true);
  });

  it('is quiet again when the last one is answered', async () => {
    const foreground = new Foreground();
    const [first, second] = [foreground.begin(), foreground.begin()];
    const quiet = foreground.quiet(LONG);
    first();
    first();
    expect(await isSettled(quiet)).toBe(false);
    second();
    expect(await isSettled(quiet)).toBe(true);
  });

  it('is waited for no longer than told, and then nobody waits for it any more', async () => {
    const foreground = new Foreground();
    foreground.begin();
    await foreground.quiet(0);
    await foreground.quiet(1);
    expect(foreground.waiting).toBe(0);
    expect(await isSettled(foreground.quiet(LONG))).toBe(false);
    expect(foreground.waiting).toBe(1);
  });

  it('is one for each database', () => {
    const dependencies = { database: {} };
    expect(foregroundOf(dependencies)).toBe(foregroundOf({ ...dependencies }));
    expect(foregroundOf(dependencies)).not.toBe(foregroundOf({ database: {} }));
  });
});
