import { expect, it } from 'vitest';
import { overflowText } from './overflow-text.ts';

const one = {
  user_id: 'user_1',
  name: 'Ada\u001b[2J',
  cookie_bytes: 5_210,
  max_bytes: 4_096,
  heaviest_claim: 'notes',
  heaviest_claim_bytes: 4_100,
  first_at: Date.UTC(2026, 4, 3, 8, 53, 20),
  last_at: Date.UTC(2026, 4, 5, 10, 0, 59),
};

it('names user, sizes, claim and since when; a name cannot steer the terminal', () => {
  expect(overflowText({ data: [], more: false })).toBe('Every token fits in the cookie.\n');
  expect(overflowText({ data: [], more: true })).toMatch(/there may be others\.\n$/);
  expect(overflowText({ data: [one], more: false })).toBe(
    "One user's tokens come without their custom claims, which do not fit in the cookie:\n  Ada\uFFFD[2J (user_1): 5,210 of 4,096 bytes, of which notes 4,100; first 2026-05-03 08:53 UTC, last 2026-05-05 10:00 UTC\n",
  );
  expect(overflowText({ data: [{ ...one, last_at: one.first_at }], more: false })).toMatch(
    /; first 2026-05-03 08:53 UTC\n$/,
  );
  expect(overflowText({ data: [one, one], more: true })).toMatch(
    /^The tokens of 2 users or more come without/,
  );
});
