import { describe, expect, it } from 'vitest';
import {
  checkMetadataSchema,
  createMetadataValidator,
  type JsonObject,
  type JsonValue,
  schemaLimits,
} from '../index.ts';

const PLAN: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['plan'],
  properties: {
    plan: { enum: ['free', 'pro'], description: 'What they pay for' },
    seats: { type: 'integer', minimum: 1 },
    'a/b~c %23': { type: ['string', 'null'] },
    address: { type: 'object', required: ['city'], properties: { city: { type: 'string', minLength: 2 } } },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 3 },
    since: { type: 'string', format: 'date' },
    id: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
  },
  additionalProperties: false,
};

const messages = (schema: unknown) =>
  checkMetadataSchema(schema).map(({ pointer, message }) => `${pointer}: ${message}`);
const violations = (metadata: JsonObject, schema: JsonObject = PLAN) =>
  createMetadataValidator(schema)(metadata).map(({ pointer, message }) => `${pointer} ${message}`);
const nested = (levels: number): JsonObject => {
  let schema: JsonObject = { type: 'object' };
  for (let level = 1; level < levels; level += 1) schema = { type: 'object', properties: { a: schema } };
  return schema;
};

describe('checkMetadataSchema', () => {
  it('takes what a schema of metadata needs', () => {
    expect(checkMetadataSchema(PLAN)).toEqual([]);
    expect(checkMetadataSchema({ type: 'object' })).toEqual([]);
    expect(checkMetadataSchema(nested(schemaLimits.depth))).toEqual([]);
  });

  it.each<[unknown, RegExp]>([
    [null, /^: Write a JSON object/],
    [[], /^: Write a JSON object/],
    [{}, /^\/type: .*"type": "object"/],
    [{ type: 'string' }, /^\/type: .*"type": "object"/],
    [{ type: 'objekt' }, /^\/type: Write one of string, number/],
    [{ type: 'object', propertes: {} }, /^\/propertes: .*did you mean properties\?/],
    [
      { type: 'object', properties: { a: { $ref: 'https://example.com/s.json' } } },
      /^\/properties\/a\/\$ref: Write the schema out/,
    ],
    [
      { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } },
      /^\/properties\/a\/pattern: .*regular expressions/,
    ],
    [{ type: 'object', patternProperties: {} }, /regular expressions/],
    [{ type: 'object', properties: { a: 3 } }, /^\/properties\/a: Write a schema here/],
    [{ type: 'object', properties: [] }, /^\/properties: Write an object/],
    [{ type: 'object', required: 'a' }, /^\/required: Write a list of names/],
    [{ type: 'object', properties: { a: { enum: [] } } }, /^\/properties\/a\/enum: Write a list/],
    [{ type: 'object', properties: { a: { enum: [{}] } } }, /^\/properties\/a\/enum: Write a list/],
    [{ type: 'object', properties: { a: { format: 'uri' } } }, /^\/properties\/a\/format: Write one of date/],
    [{ type: 'object', properties: { a: { multipleOf: 0 } } }, /above 0/],
    [{ type: 'object', minProperties: -1 }, /whole number/],
    [{ type: 'object', anyOf: [] }, /^\/anyOf: Write a list of schemas/],
    [{ type: 'object', properties: { '\ud800': {} } }, /Unicode/],
    [{ type: 'object', description: 'x'.repeat(schemaLimits.bytes) }, /under 8192 bytes/],
    [{ type: 'object', anyOf: Array(17).fill({}) }, /at most 16 alternatives/],
    [nested(schemaLimits.depth + 1), /Nest at most/],
    [
      { type: 'object', properties: Object.fromEntries(Array.from({ length: 300 }, (_, at) => [at, {}])) },
      /at most 200 schemas/,
    ],
  ])('refuses %j', (schema, message) => {
    expect(messages(schema).join('\n')).toMatch(message);
  });

  it('refuses what is nested without end', () => {
    expect(messages(nested(5_000)).join()).toMatch(/Nest at most/);
  });

  it('tells a bounded number of problems', () => {
    const wrong = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`wrong${at}`, 1]));
    expect(messages({ type: 'object', ...wrong }).length).toBeLessThanOrEqual(20);
  });
});

describe('createMetadataValidator', () => {
  it('is silent about what conforms', () => {
    expect(
      violations({ plan: 'pro', seats: 2, tags: ['a'], since: '2026-01-31', id: 7, 'a/b~c %23': null }),
    ).toEqual([]);
  });

  it.each<[JsonObject, string[]]>([
    [{}, ['/plan is required and missing']],
    [{ plan: 'gold' }, ['/plan must be one of "free", "pro"']],
    [{ plan: 'pro', seats: 1.5 }, ['/seats must be a whole number']],
    [{ plan: 'pro', seats: 0 }, ['/seats must be at least 1']],
    [{ plan: 'pro', plann: 1 }, ['/plann is not declared: did you mean plan?']],
    [{ plan: 'pro', 'a/b~c %23': 1 }, ['/a~1b~0c %23 must be a string or null']],
    [{ plan: 'pro', address: {} }, ['/address/city is required and missing']],
    [{ plan: 'pro', address: { city: 'x' } }, ['/address/city must have at least 2 characters']],
    [{ plan: 'pro', tags: ['a', 1] }, ['/tags/1 must be a string']],
    [{ plan: 'pro', since: 'soon' }, ['/since must be written as date']],
    [{ plan: 'pro', id: true }, ['/id must be one of the declared alternatives']],
    [
      { seats: 'many', tags: {} },
      ['/plan is required and missing', '/seats must be a whole number', '/tags must be a list'],
    ],
  ])('%j: %j', (metadata, expected) => {
    expect(violations(metadata)).toEqual(expected);
  });

  it('knows names that every object has', () => {
    const schema: JsonObject = {
      type: 'object',
      required: ['constructor'],
      properties: {
        toString: { type: 'string' },
        ...(JSON.parse('{"__proto__": {"type": "number"}}') as JsonObject),
      },
    };
    expect(checkMetadataSchema(schema)).toEqual([]);
    expect(violations({}, schema)).toEqual(['/constructor is required and missing']);
    expect(violations(JSON.parse('{"constructor": 1, "__proto__": "x", "toString": 1}'), schema)).toEqual(
      expect.arrayContaining(['/toString must be a string']),
    );
    expect(
      violations({ constructor: 1, '\ud800': 1 } as JsonObject, { ...schema, additionalProperties: false }),
    ).toEqual([' must have names in whole Unicode characters']);
  });

  it('ends for the worst that may be declared and sent', () => {
    const anyOf = Array.from({ length: 16 }, (_, at): JsonObject => ({ const: `${at}` }));
    const schema: JsonObject = { type: 'object', properties: { a: { type: 'array', items: { anyOf } } } };
    expect(checkMetadataSchema(schema)).toEqual([]);
    const validate = createMetadataValidator(schema);
    expect(validate({ a: Array<JsonValue>(2_000).fill('15') })).toEqual([]);
    expect(validate({ a: Array<JsonValue>(4_000).fill(1) })).toEqual([
      { pointer: '/a/0', keyword: 'anyOf', message: 'must be one of the declared alternatives' },
    ]);
    const wide = {
      type: 'object',
      properties: { a: false },
      additionalProperties: { type: 'string' },
    } as JsonObject;
    expect(
      violations(Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at])), wide),
    ).toEqual(['/k0 must be a string']);
    expect(violations({ a: 1 }, wide)).toEqual(['/a is not declared']);
  });
});
