import { describe, expect, it } from 'vitest';
import { CLAIMS, TESTS } from './config-values.ts';
import { threeWay, threeWayText } from './three-way.ts';

const values = (claims: string, rest: Record<string, string> = {}) =>
  new Map(Object.entries({ [CLAIMS]: claims, [TESTS]: '[]', '/auth/username': '"off"', ...rest }));
const base = values('{"a": 1, "b": 2, "c": 3}');

describe('threeWay', () => {
  it('puts mine on top of theirs, claim by claim and setting by setting', () => {
    const { merged, entries } = threeWay({
      base,
      theirs: values('{"a": 10, "b": 2, "c": 3}', { '/auth/username': '"on"' }),
      mine: values('{"a": 1, "b": 2}', { '/auth/password': '"off"' }),
    });
    expect(JSON.parse(merged.get(CLAIMS)!)).toEqual({ a: 10, b: 2 });
    expect(merged.get('/auth/username')).toBe('"on"');
    expect(entries.map(({ name, change }) => [name, change])).toEqual([
      [`${CLAIMS}/a`, 'theirs'],
      [`${CLAIMS}/c`, 'mine'],
      ['/auth/username', 'theirs'],
    ]);
  });

  it('says what both changed, and takes the side that is asked for', () => {
    const sides = {
      base,
      theirs: values('{"a": 10, "b": 2, "c": 3}', { '/auth/username': '"on"' }),
      mine: values('{"a": 11, "b": 2, "c": 3}', { '/auth/username': '"required"' }),
    };
    const taken = (take: 'mine' | 'theirs') => {
      const { merged } = threeWay(sides, take);
      return [JSON.parse(merged.get(CLAIMS)!).a, merged.get('/auth/username')];
    };
    expect(taken('mine')).toEqual([11, '"required"']);
    expect(taken('theirs')).toEqual([10, '"on"']);
    expect(threeWayText(threeWay(sides).entries)).toBe(
      [
        '/session/claims/a  changed by both, differently',
        '  when you pulled  1',
        '  on the server    10',
        '  in your file     11',
        '/auth/username  changed by both, differently',
        '  when you pulled  "off"',
        '  on the server    "on"',
        '  in your file     "required"',
      ].join('\n'),
    );
  });

  it('what the file does not name is not its matter', () => {
    const { entries } = threeWay({
      base,
      theirs: values('{"a": 10}'),
      mine: new Map([['/auth/username', '"off"']]),
    });
    expect(entries).toEqual([]);
  });

  it('tests are compared by their names', () => {
    const tests = (...names: string[]) => ({
      [TESTS]: JSON.stringify(names.map((name) => ({ name, expect: [] }))),
    });
    const { merged, entries } = threeWay({
      base: values('{}', tests('one')),
      theirs: values('{}', tests('one', 'two')),
      mine: values('{}', tests('one', 'three')),
    });
    expect(JSON.parse(merged.get(TESTS)!)).toMatchObject([
      { name: 'one' },
      { name: 'two' },
      { name: 'three' },
    ]);
    expect(entries.map(({ name }) => name)).toEqual([`${TESTS}/two`, `${TESTS}/three`]);
  });
});
