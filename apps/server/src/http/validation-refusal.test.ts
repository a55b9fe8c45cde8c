import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { expect, it } from 'vitest';
import { type SchemaError, validationRefusal } from './validation-refusal.ts';

const Body = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 5, pattern: '^[a-z]*$' }),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
    color: Type.Optional(Type.Union([Type.Literal('red'), Type.Literal('blue')])),
    note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    either: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    origins: Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: 2 }), Type.Null()])),
    inner: Type.Optional(Type.Object({ x: Type.Number() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

it.each([
  [{}, 'form_param_missing', { param_name: 'name' }],
  [{ name: 1 }, 'form_param_type_invalid', { param_name: 'name', expected_type: 'a text' }],
  [{ name: '' }, 'form_param_nil', { param_name: 'name' }],
  [{ name: 'abcdef' }, 'form_param_max_length_exceeded', { param_name: 'name', max_length: 5 }],
  [{ name: 'ABC' }, 'form_param_format_invalid', { param_name: 'name' }],
  [{ name: 'a', count: 0 }, 'form_param_value_too_small', { param_name: 'count', min_value: 1 }],
  [{ name: 'a', count: 10 }, 'form_param_value_too_large', { param_name: 'count', max_value: 9 }],
  [
    { name: 'a', count: 1.5 },
    'form_param_type_invalid',
    { param_name: 'count', expected_type: 'a whole number' },
  ],
  [{ name: 'a', color: 'green' }, 'form_param_value_invalid', { param_name: 'color' }],
  [{ name: 'a', note: 3 }, 'form_param_type_invalid', { param_name: 'note', expected_type: 'a text' }],
  [
    { name: 'a', either: true },
    'form_param_type_invalid',
    { param_name: 'either', expected_type: 'a text or a whole number' },
  ],
  [
    { name: 'a', origins: ['x', 5] },
    'form_param_type_invalid',
    { param_name: 'origins.1', expected_type: 'a text' },
  ],
  [
    { name: 'a', origins: ['x', 'y', 'z'] },
    'form_param_array_size_exceeded',
    { param_name: 'origins', max_size: 2 },
  ],
  [{ name: 'a', inner: {} }, 'form_param_missing', { param_name: 'inner.x' }],
  [{ name: 'a', inner: { x: 1, y: 2 } }, 'form_param_unknown', { param_name: 'inner.y' }],
  [{ name: 'a', other: 1 }, 'form_param_unknown', { param_name: 'other' }],
])('%j is %s', (body, code, meta) => {
  const errors = Compile(Body).Errors(body) as readonly SchemaError[];
  expect(validationRefusal(errors)).toMatchObject({ code, meta });
});
