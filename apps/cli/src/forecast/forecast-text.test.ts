import type { ForecastResult } from '@bartleby/api-contract';
import { describe, expect, it } from 'vitest';
import { forecastText } from './forecast-text.ts';

const summary = (bytes: number) => ({
  median_bytes: bytes,
  p95_bytes: bytes + 10,
  largest_bytes: bytes + 1_000,
});
const result: ForecastResult = {
  type: 'result',
  users_total: 1_204,
  users_rendered: 1_204,
  sample: null,
  compared_version: 3,
  cookie: { max_bytes: 4_096, before: summary(900), after: summary(4_000) },
  handshake: { max_bytes: 16_384, before: summary(2_000), after: summary(8_000) },
  distribution: [
    { from_bytes: 3_968, to_bytes: 4_096, before: 0, after: 1_203 },
    { from_bytes: 4_096, to_bytes: 4_224, before: 0, after: 0 },
    { from_bytes: 8_192, to_bytes: null, before: 0, after: 1 },
  ],
  over_limit: {
    users_before: 0,
    users_after: 1,
    users_after_estimate: 1,
    by_claim: [{ claim: 'all', users: 1, largest_bytes: 5_000 }],
  },
  heaviest: [
    {
      user_id: 'user_1',
      name: 'Ada\u001b[2J\u202eLovelace',
      cookie_bytes: 5_000,
      fits: false,
      heaviest_claim: 'all',
      heaviest_claim_bytes: 3_900,
    },
  ],
  changes: [
    {
      claim: '/plan',
      kind: 'type_changed',
      type_before: 'number',
      type_after: 'string',
      users: 400,
      examples: [{ user_id: 'user_2', name: 'Grace', before: '1', after: '"1"' }],
    },
    { claim: '/old', kind: 'removed', type_before: 'null', type_after: null, users: 1, examples: [] },
  ],
};

describe('forecastText', () => {
  it('says who does not fit and why, and what changes', () => {
    const text = forecastText(result);
    for (const line of [
      'Forecast for 1,204 users, compared with the saved version 3.',
      '  bytes                   now  draft   limit',
      '  cookie, largest       1,900  5,000   4,096',
      `    to 4,096  ${'█'.repeat(32)}  1,203`,
      `  over 8,192  █${' '.repeat(31)}      1  does not fit`,
      '1 user would not fit in 4,096 bytes: their tokens would lose all custom claims.',
      '  because of all: 1 user, up to 5,000 bytes',
      'unless it says session.accept_broken_users: 1.',
      '  /plan  changes its type  400 users  Grace: 1 → "1"',
      '  /old   removed              1 user',
    ])
      expect(text).toContain(line);
  });

  it('a name cannot move the cursor or turn the text', () => {
    expect(forecastText(result)).toContain('Ada\uFFFD[2J\uFFFDLovelace (user_1): 5,000 bytes');
  });

  it('says that a sample is one, and nothing when nothing changes', () => {
    const text = forecastText({
      ...result,
      sample: { step: 16, margin_of_error: 0.0044 },
      users_rendered: 50_000,
      over_limit: { ...result.over_limit, users_after: 3, users_after_estimate: 48 },
      changes: [],
    });
    expect(text).toContain(
      'one user in 16, 50,000 users, and the heaviest ones. Parts are within 0.44 percent',
    );
    expect(text).toContain('3 users would not fit in 4,096 bytes, about 48 of all:');
    expect(text).toContain('No claim changes.');
  });

  it('of nobody', () => {
    const over = { users_before: 0, users_after: 0, users_after_estimate: 0, by_claim: [] };
    const text = forecastText({
      ...result,
      distribution: [],
      heaviest: [],
      over_limit: over,
      compared_version: 0,
    });
    expect(text).toContain('compared with no template');
    expect(text).toContain('Every token fits in the cookie.');
  });
});
