import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MergeSide, mergeTemplates, mergeTests } from './merge-claims.ts';

const none = new Map<string, MergeSide>();
const merge = (base: string, theirs: string, mine: string, choices = none) =>
  mergeTemplates({ base, theirs, mine }, choices);
const changes = (base: string, theirs: string, mine: string) =>
  Object.fromEntries(merge(base, theirs, mine)!.entries.map(({ name, change }) => [name, change]));

describe('mergeTemplates', () => {
  it('keeps what each side changed where they do not meet', () => {
    const base = '{\n  "name": "{{user.full_name}}",\n  "role": "a",\n  "old": 1\n}';
    const theirs =
      '{\n  "name": "{{user.full_name}}",\n  "role": "b",\n  "old": 1,\n  "org": "{{org.id}}"\n}';
    const mine = '{\n  "name": "{{user.first_name}}",\n  "role": "a",\n  "nested": {\n    "x": 1\n  }\n}';
    expect(merge(base, theirs, mine)!.merged).toBe(
      '{\n  "name": "{{user.first_name}}",\n  "role": "b",\n  "org": "{{org.id}}",\n  "nested": {\n    "x": 1\n  }\n}',
    );
    expect(changes(base, theirs, mine)).toEqual({
      name: 'mine',
      role: 'theirs',
      org: 'theirs',
      nested: 'mine',
      old: 'mine',
    });
  });

  it('says where both changed the same; mine stands unless theirs is chosen', () => {
    const [base, theirs, mine] = ['{"role":"a","gone":1}', '{"role":"b"}', '{"role":"c","gone":2}'] as const;
    const { entries, merged } = merge(base, theirs, mine)!;
    expect(entries).toEqual([
      { name: 'role', change: 'conflict', base: '"a"', theirs: '"b"', mine: '"c"' },
      { name: 'gone', change: 'conflict', base: '1', theirs: null, mine: '2' },
    ]);
    expect(JSON.parse(merged)).toEqual({ role: 'c', gone: 2 });
    const chosen = merge(
      base,
      theirs,
      mine,
      new Map([
        ['role', 'theirs'],
        ['gone', 'theirs'],
      ]),
    );
    expect(chosen!.merged).toBe(theirs);
  });

  it('the same change on both sides is no conflict, whatever its layout', () => {
    expect(changes('{}', '{"a":{"b":[1,2]}}', '{ "a": { "b": [ 1, 2 ] } }')).toEqual({ a: 'same' });
  });

  it('keeps a side’s text to the byte when the outcome says the same', () => {
    const theirs = '{ "a" :1,"b":  2 }';
    expect(merge('{"a":1}', theirs, '{"a":1}')!.merged).toBe(theirs);
    expect(merge('{"a":1}', '{"a":1}', theirs)!.merged).toBe(theirs);
  });

  it('takes hostile names as names', () => {
    const merged = merge('{}', '{"__proto__":1}', '{"constructor":2}')!.merged;
    expect(merged).toBe('{\n  "__proto__": 1,\n  "constructor": 2\n}');
  });

  it('has nothing to say to a text that is no object, or names a claim twice', () => {
    for (const odd of ['', '[]', '{', '{"a":1,"a":2}']) {
      expect(merge(odd, '{}', '{}')).toBeNull();
      expect(merge('{}', '{}', odd)).toBeNull();
    }
  });

  it('loses nothing: every change of one side alone is in the outcome', () => {
    const claims = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.integer({ max: 3, min: 0 }));
    fc.assert(
      fc.property(claims, claims, claims, (base, theirs, mine) => {
        const [b, t, m] = [base, theirs, mine].map((one) => JSON.stringify(one)) as [string, string, string];
        const { entries, merged } = merge(b, t, m)!;
        const outcome = new Map(Object.entries(JSON.parse(merged) as object));
        for (const { name, change, theirs: their, mine: my } of entries) {
          const expected = change === 'theirs' || change === 'same' ? their : my;
          expect(outcome.has(name) ? JSON.stringify(outcome.get(name)) : null).toBe(expected);
        }
        expect(merge(b, t, b)!.merged).toBe(t);
      }),
    );
  });
});

describe('mergeTests', () => {
  it('merges by name', () => {
    const test = (name: string, claim: string) => ({ name, expect: [{ claim, absent: true }] });
    const { merged, entries } = mergeTests(
      {
        base: [test('one', 'a'), test('two', 'a')],
        theirs: [test('one', 'b'), test('two', 'a'), test('three', 'x')],
        mine: [test('one', 'c'), test('four', 'y')],
      },
      new Map([['one', 'theirs']]),
    );
    expect(merged).toEqual([test('one', 'b'), test('three', 'x'), test('four', 'y')]);
    expect(entries.map(({ name, change }) => [name, change])).toEqual([
      ['one', 'conflict'],
      ['two', 'mine'],
      ['three', 'theirs'],
      ['four', 'mine'],
    ]);
  });
});
