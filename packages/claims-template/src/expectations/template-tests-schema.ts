import type { JsonObject } from '../json-value.ts';
import { shortcodes } from '../shortcode/catalogue.ts';
import type { ShortcodeField } from '../shortcode/shortcode-field.ts';
import { isNullableInFixture } from './read-fixture.ts';
import { claimTypeNames, testLimits } from './template-test.ts';

const SHAPES: Readonly<Record<ShortcodeField['shape'], JsonObject>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  metadata: { type: 'object' },
  organizations: { type: 'object', additionalProperties: { type: 'string' } },
  factor_verification_age: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
  permissions: { type: 'array', items: { type: 'string' } },
  actor: { type: 'object', properties: { sub: { type: 'string' } }, required: ['sub'] },
};

function fieldSchema(field: ShortcodeField): JsonObject {
  const shape = SHAPES[field.shape];
  return isNullableInFixture(field)
    ? { description: field.meaning, anyOf: [shape, { type: 'null' }] }
    : { description: field.meaning, ...shape };
}

function rootSchema(root: string): JsonObject {
  const fields = shortcodes.filter(({ path }) => path.startsWith(`${root}.`));
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(fields.map((one) => [one.path.slice(root.length + 1), fieldSchema(one)])),
  };
}

const nullable = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });
const typeName: JsonObject = { enum: [...claimTypeNames] };
const bytes: JsonObject = { type: 'integer', minimum: 1, maximum: 1_000_000 };
const claim: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: testLimits.claimCharacters,
  description: 'The name of a claim of the template, or a JSON pointer such as /metadata/plan.',
};

const about = (properties: { [name: string]: JsonObject }): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties),
});

/** The format of template tests as a JSON Schema (2020-12), for editors. `checkTemplateTests` decides. */
export const templateTestsSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Tests of a session token template',
  type: 'array',
  maxItems: testLimits.tests,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'expect'],
    properties: {
      name: {
        type: 'string',
        minLength: 1,
        maxLength: testLimits.nameCharacters,
        description: 'What is promised. No two tests have the same.',
      },
      given: {
        type: 'object',
        description: 'Whose claims are made. What is left out is unknown; no organization is active.',
        additionalProperties: false,
        properties: {
          user_id: { type: 'string', pattern: '^user_[A-Za-z0-9]{1,59}$', description: 'A real user.' },
          user: rootSchema('user'),
          org: nullable(rootSchema('org')),
          org_membership: nullable(rootSchema('org_membership')),
          session: rootSchema('session'),
        },
      },
      expect: {
        type: 'array',
        minItems: 1,
        maxItems: testLimits.expectations,
        items: {
          anyOf: [
            about({ claim, equals: { description: 'Any JSON value; null too.' } }),
            about({
              claim,
              type: { anyOf: [typeName, { type: 'array', items: typeName, minItems: 1 }] },
            }),
            about({ claim, absent: { const: true } }),
            about({ cookie_bytes_at_most: bytes }),
            about({ claims_bytes_at_most: bytes }),
          ],
        },
      },
    },
  },
};
