import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareClaims, compareTemplates, compileTemplate, type JsonObject } from '../index.ts';

function compiled(claims: JsonObject) {
  const result = compileTemplate(JSON.stringify(claims), { mode: 'stored' });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.template;
}
const changes = (before: JsonObject, after: JsonObject) =>
  compareTemplates(compiled(before), compiled(after)).map(({ pointer, kind }) => [pointer, kind]);

describe('two templates', () => {
  it.each([
    ['nothing', { a: 1 }, { a: 1 }, []],
    ['the order of claims', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['a claim that comes', {}, { a: '{{user.id}}' }, [['/a', 'added']]],
    ['a claim that goes', { a: '{{user.id}}' }, {}, [['/a', 'removed']]],
    ['its type', { a: '{{user.id}}' }, { a: '{{user.created_at}}' }, [['/a', 'type_changed']]],
    ['null that may come', { a: '{{user.id}}' }, { a: '{{user.first_name}}' }, [['/a', 'became_nullable']]],
    [
      'null that may not come any more',
      { a: '{{user.first_name}}' },
      { a: "{{user.first_name || 'you'}}" },
      [['/a', 'no_longer_nullable']],
    ],
    ['another source', { a: '{{user.first_name}}' }, { a: '{{user.last_name}}' }, [['/a', 'value_changed']]],
    [
      'members of objects, one by one',
      { m: { a: '{{user.id}}', b: 1, 'x/y': 1 } },
      { m: { a: '{{user.id}}', c: [1] } },
      [
        ['/m/b', 'removed'],
        ['/m/x~1y', 'removed'],
        ['/m/c', 'added'],
      ],
    ],
    ['an object for a scalar', { m: 'x' }, { m: { a: 1 } }, [['/m', 'type_changed']]],
    ['an empty list', { a: [] }, { a: ['{{user.id}}'] }, [['/a', 'type_changed']]],
  ] as const)('differ in %s', (_, before, after, expected) => {
    expect(changes(before as JsonObject, after as unknown as JsonObject)).toEqual(expected);
  });

  it('say type and expression of both sides', () => {
    expect(
      compareTemplates(compiled({ a: '{{user.first_name}}' }), compiled({ a: ['{{user.id}}', { b: true }] })),
    ).toEqual([
      {
        pointer: '/a',
        kind: 'type_changed',
        before: { type: 'string | null', expression: '"{{user.first_name}}"' },
        after: { type: '(string | { b: true })[]', expression: '["{{user.id}}", {"b": true}]' },
      },
    ]);
  });

  it('keep hostile names apart', () => {
    const hostile = JSON.parse('{"__proto__x": 1, "constructor": 1, "m": {"__proto__": 1}}') as JsonObject;
    expect(changes(hostile, {}).map(([pointer]) => pointer)).toEqual(['/__proto__x', '/constructor', '/m']);
  });
});

describe('two claims sets', () => {
  it('differ value by value', () => {
    expect(
      compareClaims({ a: null, b: 1, m: { x: [1], y: 1 } }, { b: '1', c: null, m: { x: [1], y: 2 } }),
    ).toEqual([
      { pointer: '/a', kind: 'removed', before: null, after: null },
      { pointer: '/b', kind: 'changed', before: 1, after: '1' },
      { pointer: '/m/y', kind: 'changed', before: 1, after: 2 },
      { pointer: '/c', kind: 'added', before: null, after: null },
    ]);
  });

  it('never differ from themselves, and whatever differs is told', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(object, object, (one, other) => {
        expect(compareClaims(one, structuredClone(one))).toEqual([]);
        // Both ways round the same places differ.
        const places = (a: JsonObject, b: JsonObject) =>
          compareClaims(a, b)
            .map(({ pointer }) => pointer)
            .sort();
        expect(places(one, other)).toEqual(places(other, one));
      }),
    );
  });
});
