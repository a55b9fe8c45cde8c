/** Bounds of a declared metadata schema: they keep the cost of one validation small, whatever was declared. */
export const schemaLimits = {
  /** One schema as JSON, UTF-8 bytes. */
  bytes: 8_192,
  /** Schemas inside schemas, the outermost counted. */
  depth: 10,
  /** Schemas in all. */
  subschemas: 200,
  /** Branches of all `anyOf`, `oneOf` and `allOf` together: each may have to be tried for every item of a list. */
  branches: 16,
  /** Violations told of one value. */
  violations: 20,
} as const;

export const typeNames = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'] as const;

/** Formats that are checked without backtracking. */
export const formatNames = ['date', 'time', 'date-time', 'email', 'uuid', 'ipv4'] as const;

/** What a keyword's value has to be. */
export type KeywordRule =
  | 'annotation'
  | 'text'
  | 'types'
  | 'values'
  | 'value'
  | 'names'
  | 'count'
  | 'number'
  | 'positive'
  | 'format'
  | 'schema'
  | 'schemas'
  | 'properties';

/**
 * Every keyword of JSON Schema that may be declared; others are refused, so that a misspelt one does not pass
 * for a rule. Not among them: `$ref` (nothing is fetched, nothing recurses), `pattern` and `patternProperties`
 * (regular expressions that backtrack), `uniqueItems` (quadratic), conditions.
 */
export const keywordRules: Readonly<Record<string, KeywordRule>> = {
  $schema: 'text',
  $comment: 'text',
  title: 'text',
  description: 'text',
  default: 'annotation',
  examples: 'annotation',
  deprecated: 'annotation',
  readOnly: 'annotation',
  writeOnly: 'annotation',
  type: 'types',
  enum: 'values',
  const: 'value',
  properties: 'properties',
  required: 'names',
  additionalProperties: 'schema',
  minProperties: 'count',
  maxProperties: 'count',
  items: 'schema',
  minItems: 'count',
  maxItems: 'count',
  minLength: 'count',
  maxLength: 'count',
  format: 'format',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'positive',
  anyOf: 'schemas',
  oneOf: 'schemas',
  allOf: 'schemas',
};

/** Why a well-known keyword is not among them. */
export const refusedKeywords: Readonly<Record<string, string>> = {
  $ref: 'Write the schema out where it is used: references are not followed.',
  $dynamicRef: 'Write the schema out where it is used: references are not followed.',
  $id: 'Remove it: a metadata schema has no address.',
  pattern: 'Use enum, format, minLength or maxLength: regular expressions are not run over what users send.',
  patternProperties: 'Use properties and additionalProperties: regular expressions are not run.',
  uniqueItems: 'Remove it: comparing every item with every other one costs too much.',
};
