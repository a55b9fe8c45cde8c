import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CompiledTemplate,
  compileTemplate,
  ForecastTally,
  forecastChangeKinds,
  type JsonObject,
  type JsonValue,
  type RenderedUser,
  renderTemplate,
  type TemplateData,
} from '../index.ts';
import { SizeCounts } from './size-counts.ts';

const compiled = (source: string): CompiledTemplate => {
  const result = compileTemplate(source);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.template;
};
const dataOf = (metadata: JsonObject) => ({ user: { public_metadata: metadata } }) as unknown as TemplateData;

/** A forecast for users with these public metadata; a cookie weighs what the test says. */
function forecast(before: string | null, after: string, users: readonly JsonObject[], bytes = () => 1_000) {
  const templates = { before: before === null ? null : compiled(before), after: compiled(after) };
  const tally = new ForecastTally(templates);
  users.forEach((metadata, n) => {
    const rendered = (template: CompiledTemplate) => ({
      claims: renderTemplate(template, dataOf(metadata)),
      cookieBytes: bytes(),
    });
    tally.add({
      id: `user_${n}`,
      name: `User ${n}`,
      before: templates.before && rendered(templates.before),
      after: rendered(templates.after),
    });
  });
  return tally.result();
}

const told = (before: string, after: string, users: readonly JsonObject[]) =>
  forecast(before, after, users).changes.map(({ claim, kind, types, users: count }) => [
    `${claim} ${kind} ${types.before} ${types.after}`,
    count,
  ]);

describe('changes of claims', () => {
  it('added and removed, with null told apart', () => {
    const users = [{ plan: 'pro' }, { plan: 'free' }, {}];
    expect(
      told('{"old": "{{user.public_metadata.plan}}"}', '{"plan": "{{user.public_metadata.plan}}"}', users),
    ).toEqual([
      ['/old removed string null', 2],
      ['/plan added null string', 2],
      ['/old removed null null', 1],
      ['/plan added_null null null', 1],
    ]);
  });

  it('types, nulls and values', () => {
    const before = '{"a": "{{user.public_metadata.x}}"}';
    const after = '{"a": "{{user.public_metadata.y}}"}';
    const users = [
      { x: 1, y: '1' },
      { x: 1, y: 2 },
      { x: 1 },
      { y: true },
      { x: 'same', y: 'same' },
      { x: { deep: [1, { b: 1, a: 2 }] }, y: { deep: [1, { a: 2, b: 1 }] } },
      { x: [], y: {} },
    ];
    expect(told(before, after, users)).toEqual([
      ['/a became_null number null', 1],
      ['/a no_longer_null null boolean', 1],
      ['/a type_changed array object', 1],
      ['/a type_changed number string', 1],
      ['/a value_changed number number', 1],
    ]);
  });

  it('what both write in the same way is no change, and is not looked at', () => {
    const same = '{"a": "{{user.public_metadata.x}}", "b": {"c": ["{{user.id}}", 1]}, "d": "x"}';
    const reordered = '{"d": "x", "b": {"c": ["{{ user.id }}", 1]}, "a": "{{user.public_metadata.x}}"}';
    expect(told(same, reordered, [{ x: 1 }, {}])).toEqual([]);
  });

  it('objects that are spelled out are compared member by member; against a value as a whole', () => {
    const before = '{"m": {"a": 1, "b": {"c": 1, "d": 2}}, "n": {"x": 1}}';
    const after =
      '{"m": {"a": 1, "b": {"c": "1", "e": 2}}, "n": "{{user.public_metadata.n}}", "q": {"p": {}}}';
    expect(told(before, after, [{ n: { x: 1 } }]).map(([text]) => text)).toEqual([
      '/m/b/c type_changed number string',
      '/m/b/d removed number null',
      '/m/b/e added null number',
      '/q/p added null object',
    ]);
  });

  it('hostile names are names like any other', () => {
    const before = '{"a~b/c": 1, "m": {"__proto__": 1, "constructor": 2}}';
    const after = '{"a~b/c": 2, "m": {"__proto__": null, "constructor": 2}}';
    expect(told(before, after, [{}])).toEqual([
      ['/a~0b~1c value_changed number number', 1],
      ['/m/__proto__ became_null number null', 1],
    ]);
  });

  it('at most five examples, as JSON, long ones cut off', () => {
    const users = Array.from({ length: 9 }, (_, n) => ({ text: '😀'.repeat(n * 100) }));
    const [change] = forecast('{}', '{"text": "{{user.public_metadata.text}}"}', users).changes;
    expect(change).toMatchObject({ kind: 'added', users: 9 });
    expect(change?.examples).toHaveLength(5);
    expect(change?.examples[0]).toEqual({ id: 'user_0', name: 'User 0', before: null, after: '""' });
    expect(change?.examples[1]?.after).toBe(`"${'😀'.repeat(100)}"`);
    expect(change?.examples[4]?.after).toBe(`"${'😀'.repeat(119)}…`);
  });
});

describe('sizes', () => {
  const sizes = [900, 4_096, 1_000, 4_097, 1_100, 9_000];
  const one = (cookieBytes: number, n: number): RenderedUser => ({
    id: `user_${n}`,
    name: `User ${n}`,
    before: { claims: {}, cookieBytes: 800 },
    after: { claims: { all: 'x'.repeat(cookieBytes), id: n }, cookieBytes },
  });
  const tallyOf = (users: readonly RenderedUser[]) => {
    const tally = new ForecastTally({ before: compiled('{}'), after: compiled('{"id": 1}') });
    for (const user of users) tally.add(user);
    return tally;
  };

  it('draws the line between 4096 and 4097, and says because of which claim', () => {
    const { users, sizes: summary, overLimit, heaviest } = tallyOf(sizes.map(one)).result();
    expect(users).toBe(6);
    expect(summary).toEqual({
      before: { medianBytes: 800, p95Bytes: 800, largestBytes: 800 },
      after: { medianBytes: 1_100, p95Bytes: 9_000, largestBytes: 9_000 },
    });
    expect(overLimit).toEqual({
      before: 0,
      after: 2,
      byClaim: [{ claim: 'all', users: 2, largestBytes: 9_000 }],
    });
    expect(heaviest.map(({ id, fits }) => [id, fits])).toEqual([
      ['user_5', false],
      ['user_3', false],
      ['user_1', true],
      ['user_4', true],
      ['user_2', true],
      ['user_0', true],
    ]);
    expect(heaviest[0]).toMatchObject({ heaviestClaim: 'all', heaviestClaimBytes: 9_009 });
  });

  it('the limit is an edge between two bars', () => {
    const { distribution } = tallyOf(sizes.map(one)).result();
    expect(distribution[0]).toEqual({ fromBytes: 768, toBytes: 896, before: 6, after: 0 });
    expect(distribution.at(-1)).toEqual({ fromBytes: 8_192, toBytes: null, before: 0, after: 1 });
    const around = distribution.filter(({ fromBytes }) => fromBytes === 3_968 || fromBytes === 4_096);
    expect(around.map(({ after }) => after)).toEqual([1, 1]);
  });

  it('a user chosen for being heavy counts as not fitting, and in nothing that a sample is spoken of', () => {
    const tally = tallyOf([one(1_000, 0)]);
    tally.addHeavy(one(7_000, 1));
    const { users, sizes: summary, overLimit, distribution, changes } = tally.result();
    expect([users, overLimit.after, summary.after]).toEqual([
      1,
      1,
      { medianBytes: 1_000, p95Bytes: 1_000, largestBytes: 7_000 },
    ]);
    expect(distribution.reduce((sum, { after }) => sum + after, 0)).toBe(1);
    expect(changes.map(({ users: count }) => count)).toEqual([1]);
  });

  it('of nobody is nothing', () => {
    const none = { medianBytes: 0, p95Bytes: 0, largestBytes: 0 };
    expect(forecast(null, '{"a": 1}', [])).toEqual({
      users: 0,
      sizes: { before: null, after: none },
      distribution: [],
      overLimit: { before: 0, after: 0, byClaim: [] },
      heaviest: [],
      changes: [],
    });
  });

  it('quantiles are those of the sorted list: to the byte up to 8 KiB, within 1.1 percent above', () => {
    const anySize = fc.oneof(fc.integer({ min: 0, max: 8_192 }), fc.integer({ min: 8_193, max: 3_000_000 }));
    fc.assert(
      fc.property(
        fc.array(anySize, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, part) => {
          const counts = new SizeCounts();
          for (const bytes of all) counts.add(bytes);
          const sorted = all.toSorted((a, b) => a - b);
          const right = sorted[Math.max(1, Math.ceil(part * all.length)) - 1] as number;
          const answer = counts.quantile(part);
          if (right <= 8_192) expect(answer).toBe(right);
          else expect(answer >= right && answer <= right * 1.012).toBe(true);
          expect(counts.largest).toBe(sorted.at(-1));
          const [from, to] = [sorted[0] as number, Math.min(8_192, right)];
          expect(counts.countBetween(from, to)).toBe(
            all.filter((bytes) => bytes > from && bytes <= to).length,
          );
        },
      ),
    );
  });
});

describe('properties', () => {
  const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;
  const metadata = fc.record({ x: value, y: value }, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
  const before =
    '{"a": "{{user.public_metadata.x}}", "gone": "{{user.public_metadata.x.k}}", "k": "{{user.id}}"}';
  const after =
    '{"a": "{{user.public_metadata.y || user.public_metadata.x}}", "new": ["{{user.public_metadata.y}}"], "k": "{{user.id}}"}';

  it('every user is told of once a claim, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(metadata, { maxLength: 12 }), (users) => {
        const { changes } = forecast(before, after, users);
        const countOf = (claim: string) =>
          changes.filter((one) => one.claim === claim).reduce((sum, { users: count }) => sum + count, 0);
        expect([countOf('/gone'), countOf('/new'), countOf('/k')]).toEqual([users.length, users.length, 0]);
        expect(countOf('/a')).toBeLessThanOrEqual(users.length);
        expect(changes.every(({ kind }) => forecastChangeKinds.includes(kind))).toBe(true);
        const counted = (list: readonly JsonObject[]) =>
          forecast(before, after, list).changes.map(({ examples, ...rest }) => ({
            ...rest,
            shown: examples.length,
          }));
        expect(counted(users.toReversed())).toEqual(counted(users));
      }),
      { numRuns: 200 },
    );
  });

  it('a template against itself changes nothing', () => {
    fc.assert(
      fc.property(fc.array(metadata, { maxLength: 5 }), (users) => {
        expect(forecast(after, after, users).changes).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
