import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJsonBytes, parseStrictJsonObject } from './strict-json.ts';

const wellFormedJson = fc.jsonValue({ noUnicodeString: false, maxDepth: 6 });

describe('parseStrictJsonObject', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), wellFormedJson), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJsonObject(text)).toEqual(JSON.parse(text));
        expect(parseStrictJsonBytes(new TextEncoder().encode(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('never reads what JSON.parse refuses, and never throws', () => {
    const broken = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\u0ab1e-. \ntrue'), maxLength: 20 });
    fc.assert(
      fc.property(broken, (text) => {
        if (parseStrictJsonObject(text) !== null) expect(typeof JSON.parse(text)).toBe('object');
      }),
      { numRuns: 50_000 },
    );
  });

  it('finds a repeated name wherever it is put', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), wellFormedJson, { minKeys: 1 }), fc.nat(), (value, pick) => {
        const names = Object.keys(value);
        const name = JSON.stringify(names[pick % names.length]);
        const twice = `${JSON.stringify(value).slice(0, -1)},${name}:0}`;
        expect(parseStrictJsonObject(twice)).toBeNull();
        expect(parseStrictJsonObject(`{"deep":[[${twice}]]}`)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('takes time proportional to the length of the text', () => {
    for (const unit of ['{"a":', '[', '"\\', '\\"', '{"":[', '"\\\\"'])
      expect(parseStrictJsonObject(unit.repeat(200_000))).toBeNull();
  });
});

it('refuses bytes that are not UTF-8', () => {
  for (const hex of ['ff', 'c0af', 'eda080', 'f4908080', 'e282', '80'])
    expect(parseStrictJsonBytes(Buffer.from(`7b2261223a22${hex}227d`, 'hex'))).toBeNull();
  expect(parseStrictJsonBytes(Buffer.from('efbbbf7b7d', 'hex'))).toBeNull();
});
