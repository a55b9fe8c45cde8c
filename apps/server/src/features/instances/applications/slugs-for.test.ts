import { describe, expect, it } from 'vitest';
import { slugsFor } from './slugs-for.ts';

describe('slugsFor', () => {
  it.each([
    ['My application', 'my-application'],
    ['  Café — Zürich!  ', 'cafe-zurich'],
    ['a'.repeat(80), 'a'.repeat(32)],
    ['--9--', '9'],
  ])('%j starts with %j', (name, slug) => {
    expect(slugsFor(name)[0]).toBe(slug);
  });

  it('counts on when the first is taken', () => {
    expect(slugsFor('Shop').slice(0, 3)).toEqual(['shop', 'shop-2', 'shop-3']);
  });

  it.each(['', '   ', '店', '—'])('%j gives none', (name) => {
    expect(slugsFor(name)).toEqual([]);
  });
});
