import { describe, expect, it } from 'vitest';
import { isInSample, marginOfError, sampleStep } from './sample.ts';

describe('sampleStep', () => {
  it.each([
    [0, 1],
    [100_000, 1],
    [100_001, 2],
    [200_000, 2],
    [200_001, 4],
    [1_000_000, 16],
  ])('of %i users, one in %i', (users, step) => {
    expect(sampleStep(users, 100_000)).toBe(step);
  });
});

describe('isInSample', () => {
  const ids = Array.from(
    { length: 64_000 },
    (_, n) => `user_2abcdefghijklmnopqrst${String(n).padStart(6, '0')}`,
  );

  it.each([2, 4, 16])('takes one in %i of ids that differ in their last characters', (step) => {
    const expected = ids.length / step;
    const chosen = ids.filter((id) => isInSample(id, step)).length;
    // Six standard deviations of a fair choice.
    expect(Math.abs(chosen - expected)).toBeLessThan(6 * Math.sqrt(expected * (1 - 1 / step)));
  });

  it('a smaller sample is part of the larger one', () => {
    const chosen = ids.filter((id) => isInSample(id, 16));
    expect(chosen.every((id) => isInSample(id, 8))).toBe(true);
  });
});

describe('marginOfError', () => {
  it('is that of one half, corrected for how much was seen', () => {
    expect(marginOfError(50_000, 100_000_000)).toBeCloseTo(0.00438, 5);
    expect(marginOfError(50_000, 100_001)).toBeCloseTo(0.0031, 4);
    expect(marginOfError(100, 100)).toBe(0);
    expect(marginOfError(0, 100)).toBe(1);
  });

  it('holds what it promises: a part that is known is within it, 19 times in 20', () => {
    const users = 20_000;
    const runs = 200;
    const within = Array.from({ length: runs }, (_, run) => {
      const ids = Array.from({ length: users }, (_unused, n) => `user_${run}_${n}`);
      const sampled = ids.filter((id) => isInSample(id, 16));
      const hits = sampled.filter((id) => Number(id.split('_')[2]) % 2 === 0).length;
      return Math.abs(hits / sampled.length - 0.5) <= marginOfError(sampled.length, users);
    }).filter(Boolean).length;
    expect(within / runs).toBeGreaterThan(0.9);
  });
});
