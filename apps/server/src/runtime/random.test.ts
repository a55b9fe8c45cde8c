import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { base62Length, encodeBase62 } from './base62.ts';
import { createRandom } from './random.ts';

describe('ids', () => {
  it('carry their prefix and 27 base62 characters', () => {
    expect(createRandom(createFakeClock()).id('user')).toMatch(/^user_[0-9A-Za-z]{27}$/);
  });

  it('sort by time, also within one millisecond and when the clock steps back', () => {
    const clock = createFakeClock(new Date('2026-01-01T00:00:00Z'));
    const random = createRandom(clock);
    const made = Array.from({ length: 3_000 }, (_, index) => {
      if (index % 100 === 0) clock.advance(1);
      if (index === 2_000) clock.advance(-3_600);
      return random.id('u');
    });
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('of two processes in the same millisecond differ', () => {
    const clock = createFakeClock(new Date('2026-01-01T00:00:00Z'));
    const made = Array.from({ length: 1_000 }, () => createRandom(clock).id('u'));
    expect(new Set(made).size).toBe(1_000);
  });

  it('keep room for the time until the year 10889', () => {
    const early = createRandom(createFakeClock(new Date('2026-01-01T00:00:00Z'))).id('u');
    const late = createRandom(createFakeClock(new Date('9999-12-31T23:59:59Z'))).id('u');
    expect(late).toHaveLength(early.length);
    expect(late > early).toBe(true);
  });
});

describe('secrets and digits', () => {
  const random = createRandom(createFakeClock());

  it('a secret carries 256 bits in 43 characters', () => {
    expect(random.secret()).toMatch(/^[0-9A-Za-z]{43}$/);
    expect(base62Length(32)).toBe(43);
    expect(encodeBase62(new Uint8Array(32))).toBe('0'.repeat(43));
    expect(encodeBase62(new Uint8Array(32).fill(255))).toHaveLength(43);
  });

  it('digits are evenly spread', () => {
    const counts = new Map<string, number>();
    for (const digit of random.digits(20_000)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(300);
  });
});
