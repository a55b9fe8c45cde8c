import { expect, it } from 'vitest';
import { quantile, spreadOf } from './statistics.ts';

it('takes the middle value, or the mean of the two in the middle', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 3, 2]).median).toBe(2.5);
  expect(spreadOf([7])).toEqual({ median: 7, min: 7, max: 7 });
});

it('interpolates quantiles and refuses to make them up', () => {
  expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
