import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './edit-distance.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['frist', 'first', 2],
    ['same', 'same', 0],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });

  it('is what it is below a limit, and the limit otherwise', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 12 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(limit, editDistance(a, b)));
      }),
    );
  });

  it('gives up on texts that are too long', () => {
    expect(editDistance('a'.repeat(81), 'a')).toBe(Number.POSITIVE_INFINITY);
    expect(nearest('a'.repeat(81), ['a'.repeat(80)])).toBeNull();
  });
});

describe('nearest', () => {
  it('is the first of those at the least distance, when that is at most half of the letters', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '_', '1', 'q'), maxLength: 10 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 8 }), (written, candidates) => {
        const distances = candidates.map((candidate) => editDistance(written, candidate));
        const least = Math.min(...distances);
        const expected = least <= written.length / 2 ? candidates[distances.indexOf(least)] : null;
        expect(nearest(written, candidates)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
